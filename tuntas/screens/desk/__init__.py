"""Pages for officers: the queue, the workbench, the list to sign."""
