"""The product tree: categories, which hold categories and products."""
