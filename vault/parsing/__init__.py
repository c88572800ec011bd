"""From the text of one file to a `Note`. Pure: opens no file. The entry is `note.py`."""
