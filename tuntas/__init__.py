"""Tuntas: one counter for the whole of Indonesian local administration."""
