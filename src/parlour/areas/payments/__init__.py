"""Payments: movements of real money on the accounts of a location."""
