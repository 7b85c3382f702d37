"""Whether a recording shows what was asked for: the view, the test, the leg, no support."""
