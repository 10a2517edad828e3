"""Pages of money as view models."""
