"""What the operations of API v1 read and write."""
