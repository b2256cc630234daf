"""Applications and cases: their states, chain, deadlines and history."""
