"""Find names of notes in running text."""
