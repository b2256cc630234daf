"""How a finished document reaches a hand, and the proof that it did."""
