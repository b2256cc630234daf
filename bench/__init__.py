"""Benchmarks: figures against the budgets of the design; ratios and bytes where noise would blur a time."""
