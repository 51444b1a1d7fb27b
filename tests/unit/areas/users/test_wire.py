"""Users, invitations and rights on the v1 wire, and the small rules of their model."""

from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from parlour.access.policy import values_of
from parlour.access.rights import rights_by_name, rights_tree
from parlour.access.roles import NAMES
from parlour.areas.users.model.contacts import contact_of
from parlour.areas.users.model.users import Contact, Invite, Member, MemberPatch
from parlour.areas.users.v1.wire import rights, users
from parlour.errors import Fault, Invalid

ANNA = Member(
    7, "Anna", "anna@example.com", "+13155550188", None, "worker", '{"storages_ids": [3]}', 9, "Stylist",
    is_accepted=True,
)  # fmt: skip
RIGHT = [{"slug": "clients_access", "value": 1}]
UNKNOWN_ROLE = f"There is no such role; expected one of {', '.join(NAMES)}."


def read(form: type[Any], **sent: Any) -> Any:
    return msgspec.convert(sent, form)


def faults_of(form: Any, method: str = "to_model") -> list[Fault]:
    with pytest.raises(Invalid) as refused:
        getattr(form, method)()
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("sent", "invite"),
    [
        ({"search": "Anna@Example.com"}, Invite(Contact("anna@example.com", None), None, "worker", {}, None, "")),
        (
            {"search": "+1 315 555 0188", "name": "", "position": None, "user_role": "", "staff_id": 0},
            Invite(Contact(None, "+13155550188"), None, "worker", {}, None, ""),
        ),
        (
            {
                "search": "a@b.cd", "name": "Anna", "position": "Stylist", "user_role": "manager", "staff_id": 9,
                "user_permissions": RIGHT,
            },
            Invite(Contact("a@b.cd", None), "Anna", "manager", {"clients_access": True}, 9, "Stylist"),
        ),
    ],
)  # fmt: skip
def test_an_invitation_is_read(sent: dict[str, Any], invite: Invite) -> None:
    found = read(users.InvitesForm, invites=[sent]).to_model()
    assert found == [invite]
    assert [type(value) for value in msgspec.structs.astuple(found[0])] == [
        type(value) for value in msgspec.structs.astuple(invite)
    ]


def test_every_fault_of_invitations_is_named() -> None:
    sent = [
        {"search": "a@b.cd"},
        {"search": "a b@c.d", "user_role": "king", "user_permissions": [{"slug": "x", "value": 1}]},
        {},
    ]
    faults = faults_of(read(users.InvitesForm, invites=sent))
    assert [fault.field for fault in faults] == [
        "invites[1].user_permissions[0].slug",
        "invites[1].user_role",
        "invites[1].search",
        "invites[2].search",
    ]
    assert faults[1].message == UNKNOWN_ROLE
    assert faults[3].message == "This field is missing."


def test_copies_are_read_with_what_differs_in_each_location() -> None:
    links = [{"company_id": 1}, {"company_id": 2, "user_permissions": RIGHT}]
    assert read(users.CopyForm, user_company_links=links).to_overrides() == {1: {}, 2: {"clients_access": True}}
    wrong = [{"company_id": 1, "user_permissions": [{"slug": "x", "value": 1}]}, {"company_id": 1}]
    (fault,) = faults_of(read(users.CopyForm, user_company_links=wrong), "to_overrides")
    assert fault.field == "user_company_links[0].user_permissions[0].slug"


@pytest.mark.parametrize(("form", "method"), [(users.CopyForm, "to_overrides"), (users.RemovalForm, "to_ids")])
def test_each_repeated_location_is_a_fault(form: type[Any], method: str) -> None:
    links = [{"company_id": id_} for id_ in (3, 4, 3, 3)]
    assert faults_of(read(form, user_company_links=links), method) == [
        Fault(f"user_company_links[{number}].company_id", "This location was sent twice.") for number in (2, 3)
    ]
    assert list(getattr(read(form, user_company_links=links[:2]), method)()) == [3, 4]


@pytest.mark.parametrize(
    ("sent", "patch"),
    [
        ({}, MemberPatch()),
        ({"user_role": "manager"}, MemberPatch(role="manager")),
        ({"user_permissions": RIGHT}, MemberPatch(rights={"clients_access": True})),
        ({"user_permissions": []}, MemberPatch()),
        ({"staff_id": 9}, MemberPatch(team_member_id=9)),
        ({"staff_id": 0}, MemberPatch(team_member_id=None)),
        ({"staff_id": None}, MemberPatch(team_member_id=None)),
    ],
)
def test_a_change_of_rights_is_read(sent: dict[str, Any], patch: MemberPatch) -> None:
    found = read(rights.UserRightsForm, **sent).to_model()
    assert found == patch
    assert (found.team_member_id is None) == (patch.team_member_id is None)


def test_every_fault_of_a_change_is_named() -> None:
    form = read(rights.UserRightsForm, user_role="king", user_permissions=[{"slug": "x", "value": 1}])
    assert [fault.field for fault in faults_of(form)] == ["user_permissions[0].slug", "user_role"]


@pytest.mark.parametrize(
    ("is_known", "name"), [(True, "worker"), (True, ""), (True, None), (True, UNSET), (False, "king")]
)
def test_a_role_has_a_known_name(name: Any, is_known: bool) -> None:
    assert rights.role_faults(name, "role") == ([] if is_known else [Fault("role", UNKNOWN_ROLE)])


def test_a_users_rights_are_shown_with_the_values_of_all() -> None:
    shown = rights.UserRights.from_model(ANNA, is_editable=True)
    assert (shown.user_role, shown.staff_id, shown.is_editable, shown.has_any_paid_permission) == (
        "worker", 9, True, False,
    )  # fmt: skip
    values = {right.slug: right.value for right in shown.user_permissions}
    assert values == {**values_of("worker"), "storages_ids": [3]}
    assert values.keys() == rights_by_name().keys()


def test_own_rights_are_shown_under_all_their_names() -> None:
    values = {name: name for name in rights_by_name()}
    shown = msgspec.to_builtins(rights.own_rights(values))  # type: ignore[arg-type] # any value is shown
    flat = {name: value for section in shown.values() if isinstance(section, dict) for name, value in section.items()}
    flat |= {name: value for name, value in shown.items() if not isinstance(value, dict)}
    assert flat == {right.name: right.same_as or right.name for tree in rights_tree().values() for right in tree}


def test_a_right_without_effect_says_so() -> None:
    for right in rights_by_name().values():
        assert rights.hint_of(right).endswith("not enforced yet.") is not right.is_enforced
        assert rights.hint_of(right).startswith(rights.WORDS[right.kind])


@pytest.mark.parametrize(
    ("email", "phone", "shown"),
    [
        ("a@b.cd", "+131", ("a@b.cd", "a@b.cd", "131")),
        (None, "+131", ("+131", "", "131")),
        ("a@b.cd", None, ("a@b.cd", "a@b.cd", "")),
        (None, None, ("", "", "")),
    ],
)
def test_addresses_of_a_user_are_shown(email: str | None, phone: str | None, shown: tuple[str, str, str]) -> None:
    member = msgspec.structs.replace(ANNA, email=email, phone=phone)
    older, row = users.OlderUserRow.from_model(member), users.UserRow.from_model(member)
    assert (older.login, older.email, older.phone) == shown
    assert (row.email, row.phone) == shown[1:]


def test_a_role_in_the_chain_is_not_deletable_here() -> None:
    for role, is_kept in (("manager", True), (None, False)):
        row = users.UserRow.from_model(msgspec.structs.replace(ANNA, chain_role=role))
        assert row == users.UserRow(7, "Anna", "13155550188", "anna@example.com", "Stylist", True, is_kept)


@pytest.mark.parametrize(
    ("chain_role", "location_role", "role"),
    [
        ("owner", "worker", "owner"),
        ("manager", "owner", "owner"),
        ("manager", "worker", "worker"),
        ("manager", None, "manager"),
        (None, "accountant", "accountant"),
        (None, None, "worker"),
    ],
)
def test_one_role_takes_precedence(chain_role: str | None, location_role: str | None, role: str) -> None:
    assert msgspec.structs.replace(ANNA, chain_role=chain_role, location_role=location_role).role == role


def test_a_contact_is_an_address_or_a_number() -> None:
    assert contact_of(" Anna@Example.com ") == Contact("anna@example.com", None)
    assert contact_of("00 1 315 555 0188") == Contact(None, "+13155550188")
    assert [contact_of(text).login for text in ("a@b.cd", "+13155550188")] == ["a@b.cd", "+13155550188"]
    assert Contact(None, None).login == ""
    with pytest.raises(ValueError, match=r"^This field is missing\.$"):
        contact_of("")
    for text in ("a b@c.d", "123", "abc"):
        with pytest.raises(ValueError, match=r"\.$"):
            contact_of(text)


@pytest.mark.parametrize(
    ("form", "field", "item", "most"),
    [
        (users.InvitesForm, "invites", {"search": "a@b.cd"}, 50),
        (users.RemovalForm, "user_company_links", {"company_id": 1}, 300),
        (users.CopyForm, "user_company_links", {"company_id": 1}, 300),
        (rights.UserRightsForm, "user_permissions", RIGHT[0], 1000),
    ],
)
def test_a_list_has_a_limited_length(form: type[Any], field: str, item: dict[str, Any], most: int) -> None:
    assert len(getattr(read(form, **{field: [item] * most}), field)) == most
    with pytest.raises(msgspec.ValidationError, match=field):
        read(form, **{field: [item] * (most + 1)})
