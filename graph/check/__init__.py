"""Check a vault by rules. The entry is `check.py`."""
