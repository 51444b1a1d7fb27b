"""The page on which clients book: its steps work without scripts, and what is chosen is in the address."""
