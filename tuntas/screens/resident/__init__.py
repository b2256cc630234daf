"""Pages for residents: find a service, apply, follow the paper, fetch the letter."""
