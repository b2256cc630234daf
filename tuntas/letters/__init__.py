"""Numbering, rendering, sealing and verifying letters."""
