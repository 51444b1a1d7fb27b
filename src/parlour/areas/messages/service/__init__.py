"""Handing messages to the outbox, and sending them, one module for each way."""
