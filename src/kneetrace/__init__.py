"""Kneetrace traces knee pain to its source and helps a person get rid of it."""

__version__ = "0.1.0"
