"""What the booking page asks of the areas that offer, book and confirm."""
