"""Parlour: a self-hosted business-management server, compatible with the Altegio B2B API v1."""

__version__ = "0.1.0"
