"""Gateways through which messages leave the house."""
