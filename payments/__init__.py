"""Payments answers for money: what a matter costs by its item's own fees, who paid it how, what was given back, the
ledger of it all in fen, and whether the gateways say the same. It knows items and parties, never cases: what is charged
for is a key that an upper app gave. It decides nothing about an application.
"""
