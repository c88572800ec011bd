"""One kind of rule that a vault may set itself is one file here: NW101 to NW116.

What is demanded stands in `noteweave.toml` (see `own_settings.py`); a rule without an entry there
is not run. Its docstring is its manual and its test, as in `rules/`.
"""
