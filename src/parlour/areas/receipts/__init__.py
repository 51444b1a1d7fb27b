"""Receipts of visits, printed as PDF in the language and currency of the location."""
