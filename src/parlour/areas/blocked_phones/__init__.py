"""Phone numbers that can't book online in a location."""
