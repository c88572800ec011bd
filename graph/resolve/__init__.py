"""Decide which file each link points to."""
