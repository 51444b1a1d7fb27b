"""What API v1 reads and writes, one module for each resource."""
