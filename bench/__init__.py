"""Benchmarks: figures against the budgets of the design, as ratios and bytes where a machine's noise would blur a time."""
