"""Verbs of the hall: taking tickets, calling them, opening windows, knowing visitors."""
