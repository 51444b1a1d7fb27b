"""Tags: coloured labels of clients, appointments and events."""
