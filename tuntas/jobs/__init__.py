"""The durable job table and its worker."""
