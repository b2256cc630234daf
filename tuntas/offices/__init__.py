"""Regions, offices, posts and officers: who may do what, where and when."""
