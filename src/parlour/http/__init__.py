"""All that is HTTP: credentials, bodies, envelopes, errors, logs, the published description. Knows no area."""
