"""What only the operator of the server does with clients, at the command line."""
