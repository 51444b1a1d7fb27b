"""Codes that people confirm a phone number by: four digits, sent as a text message."""
