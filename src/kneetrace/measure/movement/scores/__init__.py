"""Scores of repetitions: technique, made of measures alone, and the lateral step-down's."""
