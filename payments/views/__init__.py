"""Pages of money, by audience."""
