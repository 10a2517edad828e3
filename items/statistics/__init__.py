"""Numbers of the catalogue, each by an aggregating statement; nobody loops over items to count them (H28, H34)."""
