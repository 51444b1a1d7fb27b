"""Kinds of business: their ids are for good."""

from parlour.areas.dictionaries.model.businesses import find_business_type, list_groups, list_type_ids


def test_an_id_once_given_keeps_its_meaning() -> None:
    """Add lines at the end of a group; never change or reuse an id (Q-014)."""
    kept = {101: "Hair salon", 206: "Body shaping", 308: "Dietitian", 701: "Early learning centre", 1206: "Other"}
    for type_id, title in kept.items():
        found = find_business_type(type_id)
        assert found is not None
        assert found.title == title


def test_an_unknown_business_type_is_not_found() -> None:
    assert find_business_type(0) is None
    assert list_type_ids(0) == []


def test_a_group_lists_the_types_that_name_it() -> None:
    for group in list_groups():
        assert list_type_ids(group.id) == [type_.id for type_ in group.types]
