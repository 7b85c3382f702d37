"""Strength tests: force from devices and recordings, home tests, and what they are worth."""
