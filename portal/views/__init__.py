"""Pages of the public face, by audience."""
