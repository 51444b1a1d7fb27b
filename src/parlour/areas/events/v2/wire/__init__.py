"""What the operations of API v2 read and write."""
