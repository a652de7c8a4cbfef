"""Owns the words that templates may use besides HTML."""
