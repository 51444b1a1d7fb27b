"""Ids and texts in addresses."""

from parlour.http.path_parts import LOCATION, LOCATION_NAMES, PathPart


def test_an_id_is_known_by_its_example() -> None:
    assert PathPart("Product", "The product.", 501).is_id
    assert not PathPart("Language", "The language.", "en-US").is_id


def test_the_location_is_called_by_both_names_of_the_contract() -> None:
    """Its example is the id that the examples of bodies have."""
    assert (LOCATION.thing, LOCATION.meaning, LOCATION.example) == ("Location", "The location.", 1)
    assert LOCATION_NAMES == ("location_id", "company_id")
