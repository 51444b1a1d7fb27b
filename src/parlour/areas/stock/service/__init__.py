"""The rules of the area, a module for each resource."""
