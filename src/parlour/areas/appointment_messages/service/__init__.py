"""Delivering messages, and storing what clients want to get."""
