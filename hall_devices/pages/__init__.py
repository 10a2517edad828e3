"""Pages of the hall as view models."""
