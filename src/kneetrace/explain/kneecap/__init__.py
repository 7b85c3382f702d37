"""What the kneecap joint bears: by published curves, and by a model of its contact."""
