"""What is sent to people outside: kept in the database with the change that it tells of, sent after the commit."""
