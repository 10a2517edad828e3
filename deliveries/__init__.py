"""Deliveries hands results to people: at the window, electronically, by courier. It does not decide anything."""
