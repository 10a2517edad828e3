"""Spreadsheets of the catalogue: looking at a foreign file safely, reading its rows in constant memory, writing our own
workbook. What a cell means is decided by `items.rules`; what becomes of it by `items.services`."""
