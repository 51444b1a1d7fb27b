"""The statements of the area."""
