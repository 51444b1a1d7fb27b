"""What can be chosen, and booking it."""
