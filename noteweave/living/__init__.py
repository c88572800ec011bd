"""A vault that is kept open: what servers and scripts talk to while notes are edited."""
