"""Who the caller is, and what they may do where. Knows no HTTP and no business area."""
