"""Parse the text of one file into a `Note`. Opens no file. Begin with `note.py`."""
