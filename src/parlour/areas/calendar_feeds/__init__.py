"""Calendar feeds: secret addresses from which calendar programs read the appointments of a member or a location."""
