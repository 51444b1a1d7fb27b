"""What both versions of the API read and write alike: the meanings of fields, and the form of a position."""
