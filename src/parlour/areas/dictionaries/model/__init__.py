"""What the area is about. No storage, no wire."""
