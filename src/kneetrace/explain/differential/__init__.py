"""Conditions weighed by what the person says and the therapist finds."""
