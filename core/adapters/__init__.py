"""Adapters: what stands behind the ports of core in a given installation."""
