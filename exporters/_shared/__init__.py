"""Modules that more than one format uses."""
