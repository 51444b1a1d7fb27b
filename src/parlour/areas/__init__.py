"""The areas of the business, one package each."""
