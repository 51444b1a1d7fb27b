"""Stock itself: kinds of movements, exact amounts, the ledger and what is computed from it. No operations."""
