"""One way to print findings is one file here."""
