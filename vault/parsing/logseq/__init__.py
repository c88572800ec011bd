"""What only Logseq writes: its outline of blocks, references, properties and queries."""
