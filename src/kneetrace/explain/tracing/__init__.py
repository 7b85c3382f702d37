"""From a movement, strengths and a story to what may load the kneecap, and how sure that is."""
