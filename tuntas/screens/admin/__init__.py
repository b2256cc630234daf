"""Pages of administrators: services, offices, officers, and what was changed by whom."""
