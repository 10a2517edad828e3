"""Exchange with other systems: what is said of a case, to whom, signed, in order, once in effect."""
