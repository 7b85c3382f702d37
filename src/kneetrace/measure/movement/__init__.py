"""Movement tests: what is asked, what was done, and every clinical measure of it."""
