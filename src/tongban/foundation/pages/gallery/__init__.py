"""Owns the component gallery: which components there are, and each of their states with true-to-life content."""
