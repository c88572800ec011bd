"""Run work in other processes."""
