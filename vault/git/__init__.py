"""What git knows of a vault: the index, commits, renames."""
