"""Rules that need the database, one module for each resource."""
