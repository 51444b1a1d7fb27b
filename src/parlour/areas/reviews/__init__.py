"""Reviews: what clients say about team members and locations, and how they rate them."""
