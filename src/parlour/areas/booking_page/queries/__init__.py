"""Statements of the booking page: what no other area stores."""
