"""Stock itself: kinds of movements, exact amounts, the ledger and what follows from it. It has no operation."""
