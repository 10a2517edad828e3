"""Verbs of money."""
