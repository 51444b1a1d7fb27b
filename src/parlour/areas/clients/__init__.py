"""Clients: the cards of the people who come to a location, with their tags, comments and files."""
