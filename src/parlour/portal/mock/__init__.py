"""The mock server: every operation, answered from the published description instead of a database."""
