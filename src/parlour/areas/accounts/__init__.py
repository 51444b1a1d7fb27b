"""People and integrations: users, partners, signing in, sessions."""
