"""The graph page: one offline HTML file."""
