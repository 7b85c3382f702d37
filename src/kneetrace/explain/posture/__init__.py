"""How a body that stands on one leg would stand with other strengths, limits and habits."""
