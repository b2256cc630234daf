"""The application form: one download, one thing per screen, a draft that survives, and the receipt."""
