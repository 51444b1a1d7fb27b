"""Forms through which clients of a location book, and what such a form asks the server before it is shown."""
