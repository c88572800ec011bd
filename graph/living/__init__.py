"""Keep the findings and the graph of a vault up to date, change by change."""
