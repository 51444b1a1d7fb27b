"""Who may do what in a location: its users, their roles and rights, and inviting new ones."""
