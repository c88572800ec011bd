"""What noteweave keeps from one run to the next, outside the vault."""
