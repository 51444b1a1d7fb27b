"""Online booking on the v1 wire."""
