"""What a user's rights allow in this area. No database, no wire."""
