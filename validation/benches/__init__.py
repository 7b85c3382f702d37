"""Speed: one module per section of the bench table, each with ``rows()``."""
