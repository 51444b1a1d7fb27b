"""The audit log: who changed what, when, from where. The database writes it (0004_audit.sql); this code only reads."""
