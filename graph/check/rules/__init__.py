"""One rule of the check is one file here; its docstring is its manual and its test."""
