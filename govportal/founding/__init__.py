"""Bringing a town into an empty database from a folder of files: what a new hall starts with."""
