"""Answer an assistant's questions about a vault that is kept open."""
