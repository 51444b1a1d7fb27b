"""The statements of the area, a module for each resource."""
