"""Plan changes to notes. Writes nothing."""
