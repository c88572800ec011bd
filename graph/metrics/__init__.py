"""Compute metrics and communities of a graph."""
