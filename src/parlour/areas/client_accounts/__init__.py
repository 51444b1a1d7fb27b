"""Accounts of people who book online: signing in, and what they change themselves."""
