"""What is delivered to others after a commit: at least once, and in order for each subject.

Knows nothing of what is delivered: each kind of entry has a handler, which `app.py` registers. See
docs/decisions/0027-outbox.md.
"""
