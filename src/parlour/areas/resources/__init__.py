"""Resources: the kinds of rooms and devices that services need, and the rooms and devices themselves."""
