"""The operations of API v2, a module for each resource."""
