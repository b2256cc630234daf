"""What comes in from any channel: drafts, answers and files, and the rules they must meet."""
