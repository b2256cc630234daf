"""Read-only questions: queues, counts, registers."""
