"""The rules that a vault can set itself, NW101 to NW116: one file for each kind.

Their entries in `noteweave.toml` say what is demanded (see `own_settings.py`); a rule without an
entry does not run. The docstring of a rule is its manual and its test, as in `rules/`.
"""
