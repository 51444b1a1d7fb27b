"""The product catalogue: products, their tree, and searching them."""
