"""Notices tells people what happened: short messages and inbox. It never decides what happens."""
