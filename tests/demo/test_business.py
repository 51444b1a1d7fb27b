"""The generated business: complete, consistent, and the same every time."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from parlour.demo.barcodes import check_digit
from parlour.demo.business import make_business
from parlour.demo.model import Business, Chain, Product

TOKYO = 2


@pytest.fixture(scope="module")
def business() -> Business:
    return make_business()


@pytest.fixture(scope="module")
def lumen(business: Business) -> Chain:
    return business.chains[0]


def all_products(business: Business) -> Iterator[Product]:
    return (product for chain in business.chains for product in chain.products)


def test_two_runs_are_equal_and_another_seed_differs(business: Business) -> None:
    assert make_business() == business
    assert make_business(1).chains[0].products != business.chains[0].products


def test_each_chain_has_its_products_in_its_locations(business: Business) -> None:
    lumen, other = business.chains
    assert Counter(product.location for product in lumen.products) == {None: 120, 0: 180, 1: 160, 2: 140}
    assert Counter(product.location for product in other.products) == {None: 8, 0: 32}


def test_the_locations_differ_in_zone_and_currency(business: Business) -> None:
    locations = [location for chain in business.chains for location in chain.locations]
    assert [location.currency for location in locations] == ["USD", "EUR", "JPY", "KZT"]
    assert len({location.timezone for location in locations}) == 4


def test_the_tree_is_five_levels_deep(lumen: Chain) -> None:
    for category in lumen.categories:
        above = None if category.parent is None else lumen.categories[category.parent]
        assert category.level == 1 + (above.level if above else 0)
    assert max(category.level for category in lumen.categories) == 5
    assert 5 in {lumen.categories[product.category].level for product in lumen.products}


def test_every_leaf_category_has_products(business: Business) -> None:
    for chain in business.chains:
        parents = {category.parent for category in chain.categories}
        filled = {product.category for product in chain.products}
        assert not set(range(len(chain.categories))) - parents - filled


def test_nothing_of_the_chain_is_in_a_category_of_one_location(business: Business) -> None:
    for chain in business.chains:
        for item in chain.products:
            assert chain.categories[item.category].location in (None, item.location)
        for category in chain.categories:
            if category.parent is not None:
                assert chain.categories[category.parent].location in (None, category.location)


def test_barcodes_are_valid_and_unique(business: Business) -> None:
    barcodes = [product.barcode for product in all_products(business)]
    assert len(set(barcodes)) == len(barcodes)
    for barcode in barcodes:
        assert len(barcode) == 13
        assert 200 <= int(barcode[:3]) <= 299
        assert barcode[-1] == check_digit(barcode[:-1])


@pytest.mark.parametrize("barcode", ["4006381333931", "5901234123457", "0000000000000"])
def test_a_check_digit_is_that_of_the_standard(barcode: str) -> None:
    assert check_digit(barcode[:-1]) == barcode[-1]


def test_titles_and_articles_are_unique_in_a_chain(business: Business) -> None:
    for chain in business.chains:
        assert len({product.title for product in chain.products}) == len(chain.products)
        assert len({product.article for product in chain.products}) == len(chain.products)


def test_titles_are_clean_and_in_many_scripts(lumen: Chain) -> None:
    titles = [product.title for product in lumen.products]
    assert all(title == " ".join(title.split()) and len(title) <= 255 for title in titles)
    letters = {unicodedata.name(character, "").partition(" ")[0] for title in titles for character in title}
    assert {"LATIN", "CYRILLIC", "HIRAGANA", "KATAKANA", "CJK", "ARABIC", "HEBREW", "GREEK"} <= letters
    assert any(unicodedata.category(character) == "So" for title in titles for character in title)
    assert any(unicodedata.decomposition(character) for title in titles for character in title if character > "\x7f")


def test_prices_leave_a_margin_and_fit_the_currency(business: Business) -> None:
    for product in all_products(business):
        assert product.price > product.cost_price > 0
        assert product.price == round(product.price, 2)
    in_yen = [product for product in business.chains[0].products if product.location == TOKYO]
    assert all(product.price % 10 == 0 and product.cost_price % 1 == 0 for product in in_yen)
    assert sum(product.price for product in in_yen) / len(in_yen) > 1000


def test_amounts_and_units_follow_the_size(business: Business) -> None:
    for product in all_products(business):
        assert 0 < product.critical_amount < product.desired_amount
        assert product.critical_amount % product.unit_ratio == 0
        assert 0 < product.net_mass < product.gross_mass
    litres = [product for product in business.chains[0].products if product.title.endswith(" 1 l")]
    assert litres
    assert {product.unit_ratio for product in litres} == {Decimal(1000)}


def test_changes_are_spread_over_the_past_months(business: Business) -> None:
    ages = [product.changed_ago for product in all_products(business)]
    assert all(timedelta(0) <= product.changed_ago <= product.created_ago for product in all_products(business))
    assert min(ages) < timedelta(days=3)
    assert max(ages) > timedelta(days=200)
    assert len(set(ages)) > 600
