"""The operations of API v1, a module for each resource."""
