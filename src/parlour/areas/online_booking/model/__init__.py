"""Pure rules of online booking."""
