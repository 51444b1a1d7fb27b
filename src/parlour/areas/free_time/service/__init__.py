"""Finding free time."""
