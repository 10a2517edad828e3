"""Verbs of the identity floor."""
