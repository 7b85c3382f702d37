"""One body fitted to a whole recording: joint angles through time, with their spread."""
