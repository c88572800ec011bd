"""The sentence around each link, as plain text."""
