"""Messages to people outside: stored in the same transaction as the change that they report, sent after the commit."""
