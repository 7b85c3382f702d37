"""From a video to the cleaned landmarks of the one person who is measured."""
