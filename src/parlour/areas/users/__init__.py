"""Users of a location, their roles and rights, and inviting new ones."""
