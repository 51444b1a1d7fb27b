"""The operations of API v2, one module for each resource."""
