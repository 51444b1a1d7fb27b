"""Statements on messages about appointments. What is to be sent is entered by triggers (0056_message_triggers.sql)."""
