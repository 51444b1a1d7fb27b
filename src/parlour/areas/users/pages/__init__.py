"""The pages in a browser that belong to users."""
