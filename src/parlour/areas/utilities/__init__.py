"""Small services that belong to no noun: checking a phone number, and the licence of a location."""
