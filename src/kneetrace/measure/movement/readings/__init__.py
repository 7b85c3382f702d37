"""How each clinical measure is read: a module for each family, and the table of them all."""
