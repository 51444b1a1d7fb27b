"""Data types and rules of the area. No storage, no wire."""
