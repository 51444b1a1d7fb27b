"""What API v1 reads and writes, a module for each resource."""
