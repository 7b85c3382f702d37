"""Quality: one module per section of the validation table, each with ``rows()``."""
