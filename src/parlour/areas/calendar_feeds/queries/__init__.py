"""Statements of the area, one module for each resource."""
