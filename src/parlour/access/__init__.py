"""Who asks, and what they may do where. Knows no HTTP and no business area."""
