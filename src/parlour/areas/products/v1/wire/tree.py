"""The product tree on the v1 wire."""

from typing import Annotated

import msgspec

from parlour.areas.products.model import products
from parlour.areas.products.v1.wire import fields as meaning
from parlour.http.wire import says


class TreeElement(msgspec.Struct, frozen=True):
    """A category or a product in the tree."""

    parent_id: Annotated[int, says("The category above; 0 for a root.", 3, 14)]
    item_id: Annotated[int, says("The product; 0 for a category.", 0, 501)]
    category_id: Annotated[int, says("The category; 0 for a product.", 14, 0)]
    title: Annotated[str, says("Its name.", "Shampoos", "Argan Repair Shampoo")]
    is_chain: Annotated[bool, meaning.BELONGS_TO_CHAIN]
    is_category: Annotated[bool, says("It is a category.", True, False)]
    is_item: Annotated[bool, says("It is a product.", False, True)]

    @classmethod
    def from_model(cls, node: products.TreeNode) -> "TreeElement":
        return cls(
            parent_id=node.parent_id or 0,
            item_id=node.product_id or 0,
            category_id=node.category_id or 0,
            title=node.title,
            is_chain=node.is_chain,
            is_category=node.product_id is None,
            is_item=node.product_id is not None,
        )


class CategoryNode(TreeElement, frozen=True):
    """A category with what lies right below it."""

    children: Annotated[
        list[TreeElement],
        says(
            "Categories first, then products, each by title.",
            [
                {
                    "parent_id": 14,
                    "item_id": 501,
                    "category_id": 0,
                    "title": "Argan Repair Shampoo",
                    "is_chain": False,
                    "is_category": False,
                    "is_item": True,
                }
            ],
        ),
    ]
    children_count: Annotated[int, says("How many there are in all, on every page.", 1)]
