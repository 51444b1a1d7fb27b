"""The settings of online booking on the v1 wire."""
