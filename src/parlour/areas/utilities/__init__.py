"""Small services without an area of their own: checking a phone number, and the licence of a location."""
