"""The statements of the area, each beside its function."""
