"""The product tree on the v1 wire."""

from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.areas.products.model import products
from parlour.areas.products.v1.wire import fields as meaning


class TreeElement(msgspec.Struct, frozen=True):
    """A category or a product in the tree."""

    parent_id: Annotated[int, Meta(description="The category above; 0 for a root.", examples=[3, 14])]
    item_id: Annotated[int, Meta(description="The product; 0 for a category.", examples=[0, 501])]
    category_id: Annotated[int, Meta(description="The category; 0 for a product.", examples=[14, 0])]
    title: Annotated[str, Meta(description="Its name.", examples=["Shampoos", "Argan Repair Shampoo"])]
    is_chain: Annotated[bool, meaning.BELONGS_TO_CHAIN]
    is_category: Annotated[bool, Meta(description="It is a category.", examples=[True, False])]
    is_item: Annotated[bool, Meta(description="It is a product.", examples=[False, True])]

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
        Meta(
            description="Categories first, then products, each by title.",
            examples=[
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
                ]
            ],
        ),
    ]
    children_count: Annotated[int, Meta(description="How many there are in all, on every page.", examples=[1])]
