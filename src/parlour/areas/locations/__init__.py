"""Locations: where business is done; each belongs to one chain."""
