"""The columns of files of clients, by the headings of other programs."""

import pytest

from parlour.areas.clients.model.clients import ClientPatch
from parlour.areas.clients.wire.columns import Columns, find_columns, wire_name
from parlour.areas.custom_fields.model.fields import CustomField, Kind, ValueType

SKIN = CustomField(81, 1, Kind.CLIENT, "skin", ValueType.TEXT, "Skin type", [], True, True, False, 0, 1)
EMAIL = CustomField(82, 1, Kind.CLIENT, "second", ValueType.TEXT, "Email", [], True, True, False, 0, 1)


def meant(*headings: str) -> dict[str, str]:
    return {column.heading: column.field for column in find_columns(headings, [SKIN, EMAIL]).known}


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("Имя|Фамилия|Отчество|Телефон|Пол", "name|surname|middle_name|phone|gender"),
        ("Vorname|Nachname|Handynummer|E-Mail|Geburtstag", "name|surname|phone|email|birth_date"),
        ("Prénom|NOM|Téléphone|Commentaire", "name|surname|phone|comment"),
        ("First Name|Last_name|Mobile phone:|Date of birth*", "name|surname|phone|birth_date"),
        ("Imię|Nazwisko|Telefon|Płeć", "name|surname|phone|gender"),
        ("Nombre|Apellidos|Móvil|Etiquetas", "name|surname|phone|tags"),
        ("SKIN TYPE|custom_fields.second", "custom_fields.skin|custom_fields.second"),
    ],
)
def test_headings_are_known_in_several_languages(headings: str, fields: str) -> None:
    assert list(meant(*headings.split("|")).values()) == fields.split("|")


def test_every_field_of_a_client_has_a_heading_that_is_read_again() -> None:
    fields = [name for name in ClientPatch.__struct_fields__ if name != "custom_values"] + ["tags"]
    assert [meant(wire_name(name))[wire_name(name)] for name in fields] == fields


def test_what_is_not_known_is_listed_and_what_follows_from_other_data_is_passed_over() -> None:
    found = find_columns(["id", " Favourite  drink ", "", "visits", "Phone", "Mobile"], [])
    assert [(column.position, column.heading) for column in found.known] == [(4, "Phone")]
    assert found.unknown == ["Favourite drink", "Mobile"]


def test_a_field_of_clients_goes_before_a_custom_field_of_the_same_name() -> None:
    assert meant("Email") == {"Email": "email"}


def test_a_file_without_names_and_numbers_is_no_list_of_clients() -> None:
    assert [find_columns([heading], []).can_name_clients for heading in ("name", "surname", "phone", "email")] == [
        True,
        True,
        True,
        False,
    ]
    assert not Columns([], []).can_name_clients
