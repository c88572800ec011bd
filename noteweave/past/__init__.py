"""The past of a vault in git: the change between two states, and the whole history."""
