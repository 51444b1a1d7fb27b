"""Requests that no client should send, to every address: no 500, and an answer in the contract's shape."""
