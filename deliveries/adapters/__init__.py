"""Carriers we can speak to."""
