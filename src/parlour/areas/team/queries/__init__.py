"""The statements of the area, one module for each resource."""
