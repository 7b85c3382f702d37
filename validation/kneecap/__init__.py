"""The contact model of the kneecap joint: its tables, and how it is judged."""
