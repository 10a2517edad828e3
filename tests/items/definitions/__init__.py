"""Definitions of items, broken in one way each or sound in an unusual way, for the checks."""
