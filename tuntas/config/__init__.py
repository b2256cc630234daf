"""Settings, addresses and system checks: wires the rooms together and is imported by nobody."""
