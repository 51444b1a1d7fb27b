"""Statements that read what free time is made of."""
