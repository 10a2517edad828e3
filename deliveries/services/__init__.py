"""Verbs of handing over and of parcels."""
