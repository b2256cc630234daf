"""The demo world: real places, invented people, and papers drawn by code."""
