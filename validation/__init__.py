"""Published figures: measured on real data, judged against what was promised."""
