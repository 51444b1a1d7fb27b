"""What a visitor of the booking page has chosen, and what the page shows of it: pure."""
