"""Linkage does the work between people and systems: approval runs inside one case and exchange with other systems.
The legal life of a case stays in cases."""
