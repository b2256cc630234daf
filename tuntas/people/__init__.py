"""Residents and families, and the code lists that describe them."""
