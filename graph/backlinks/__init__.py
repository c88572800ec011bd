"""Which notes link to a note, and the section that lists them."""
