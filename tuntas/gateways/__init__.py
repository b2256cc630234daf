"""Outside systems, one file and one shipped fake each."""
