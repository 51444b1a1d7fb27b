"""The data types of the area. No database, no wire."""
