"""Group events: a service for many clients at one time, each of whom books seats."""
