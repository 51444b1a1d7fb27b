"""Rules that need storage."""
