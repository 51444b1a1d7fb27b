"""What clients are written to about their appointments: confirmations, changes, cancellations and reminders."""
