"""How a body would stand with other strengths, limits and habits."""
