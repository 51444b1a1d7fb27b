"""Rules about the rights of a location's users. No storage, no wire."""
