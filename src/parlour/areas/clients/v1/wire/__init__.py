"""Clients on the v1 wire: forms, answers and parameters."""
