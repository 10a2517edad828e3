"""Deliveries hands results to people: at the window, electronically, by courier; and takes their parcels in. It does
not decide anything, and knows nothing of cases."""
