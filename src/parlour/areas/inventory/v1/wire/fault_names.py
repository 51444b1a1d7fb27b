"""What fields of the model are called in the faults of documents and transactions."""

LINE = {"product_id": "good_id", "price": "cost_per_unit"}
OPERATION = {**LINE, "lines": "goods_transactions"}
