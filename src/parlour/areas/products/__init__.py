"""The product catalogue: products, their categories, finding them."""
