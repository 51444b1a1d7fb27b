"""The team of a location: its members, and the positions that they have."""
