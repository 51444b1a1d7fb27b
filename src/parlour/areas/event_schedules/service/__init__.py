"""The rules of the area that need storage."""
