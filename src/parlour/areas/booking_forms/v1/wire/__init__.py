"""Booking forms on the v1 wire."""
