"""Payments will hold orders, refunds and statements of fees (integer fen). It has no tables yet: no journey of the
current release collects a fee."""
