"""Pages of the demo world only: the simulated phones and the outbox."""
