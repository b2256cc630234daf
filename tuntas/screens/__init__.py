"""Pages, one folder per audience; each view loads, validates, calls one flow verb and answers."""
