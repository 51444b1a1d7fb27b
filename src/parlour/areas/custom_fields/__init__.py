"""Custom fields: what a business keeps of its clients and appointments beyond the fields that all have."""
