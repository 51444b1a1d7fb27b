"""A demo business: two chains that read like real ones, how they are loaded, and how the operator gets in."""
