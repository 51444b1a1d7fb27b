"""The connections of the server around a small application: what is a request, what is refused, when it ends."""
