"""What the rights of a user allow here. No storage, no wire."""
