"""The data types of the area and their rules. No database, no wire."""
