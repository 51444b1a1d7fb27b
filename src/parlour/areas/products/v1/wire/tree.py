"""The product tree on the v1 wire."""

from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec.structs import astuple

from parlour.areas.products import wire as meaning
from parlour.areas.products.model import products
from parlour.http.wire import made, mapped, or_else, says


def _is_category(node: products.TreeNode) -> bool:
    return node.product_id is None


def _is_item(node: products.TreeNode) -> bool:
    return node.product_id is not None


class TreeFields(msgspec.Struct, frozen=True):
    """What every answer with an element of the tree has."""

    parent_id: Annotated[int, says("The category above; 0 for a root.", 3, 14, of=or_else("parent_id", 0))]
    item_id: Annotated[int, says("The product; 0 for a category.", 0, 501, of=or_else("product_id", 0))]
    category_id: Annotated[int, says("The category; 0 for a product.", 14, 0, of=or_else("category_id", 0))]
    title: Annotated[str, says("Its name.", "Shampoos", "Argan Repair Shampoo")]
    is_chain: Annotated[bool, meaning.BELONGS_TO_CHAIN]
    is_category: Annotated[bool, says("It is a category.", True, False, of=made(_is_category))]
    is_item: Annotated[bool, says("It is a product.", False, True, of=made(_is_item))]


class TreeElement(TreeFields, frozen=True):
    """A category or a product in the tree."""

    from_model = mapped(products.TreeNode)


class CategoryNode(TreeFields, frozen=True):
    """A category with its direct children."""

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

    @classmethod
    def of(cls, category: products.TreeNode, children: Iterable[products.TreeNode], count: int) -> "CategoryNode":
        """Return the category with these children, of `count` in all."""
        shared = astuple(TreeElement.from_model(category))
        below = [TreeElement.from_model(child) for child in children]
        return cls(*shared, below, count)  # type: ignore[call-arg] # there are as many fields
