"""The project: settings, addresses, background work, the servers of the demo."""
