"""Messages, and what they say: pure."""
