"""Pages of the catalogue, for those who keep it."""
