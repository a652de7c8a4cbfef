"""Owns the look of every page: tokens, base templates, components and their gallery, forms, messages in two languages."""
