"""Encrypted fields and files, the audit chain, keys, and the memory of answered requests."""
