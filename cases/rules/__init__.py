"""Pure rules of the legal life of a case."""
