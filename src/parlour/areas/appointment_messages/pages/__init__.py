"""The page on which clients choose what they get."""
