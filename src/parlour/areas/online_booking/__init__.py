"""What clients see when they book online, and what they book."""
