"""Statements on messages about appointments. What is to be sent is entered by triggers (0053_message_triggers.sql)."""
