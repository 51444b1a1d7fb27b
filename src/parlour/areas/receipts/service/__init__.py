"""The rules of the area, one module for each task."""
