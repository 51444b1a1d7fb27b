"""The booking page in a browser."""
