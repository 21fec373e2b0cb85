"""Rows of verification to engine values and back."""
