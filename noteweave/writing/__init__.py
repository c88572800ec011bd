"""Write files whole or not at all, and many notes all or none. Notes go by `note_writer.py`."""
