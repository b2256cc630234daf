"""Messages out: one per event and person, kept until they are delivered."""
