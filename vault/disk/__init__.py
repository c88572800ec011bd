"""List the files of a vault and read them."""
