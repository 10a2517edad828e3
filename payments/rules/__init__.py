"""Rules about money. Pure."""
