"""Appointments of clients with team members, and the visits that group them."""
