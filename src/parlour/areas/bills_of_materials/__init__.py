"""Bills of materials: what services use up. The API calls them technological cards."""
