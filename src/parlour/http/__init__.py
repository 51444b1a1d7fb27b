"""Everything about HTTP: credentials, bodies, envelopes, errors, logs, the published description. Imports no area."""
