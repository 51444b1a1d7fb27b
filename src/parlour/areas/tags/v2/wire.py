"""Tags on the v2 wire."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.tags import model, refusals
from parlour.areas.tags import wire as common
from parlour.areas.tags.model import Kind
from parlour.errors import Fault
from parlour.http.query import Query, parameter
from parlour.http.v2_envelope import resource_type
from parlour.http.wire import always, made, mapped, of, says

LOCATION = says("The location that it belongs to.", 1, of="location_id")
NAME = says("What it is for: `common`, `client`, `record` (appointments) or `activity` (events).", "client")


class TagList(Query, frozen=True):
    """Which tags are listed."""

    entity: Annotated[
        Literal["common", "client", "record", "activity", "0", "1", "2", "3"] | None,
        parameter("Those for this alone, by name or number.", "client"),
    ] = None


class TagForm(common.TagForm):
    """What a tag is made from."""

    entity: Annotated[int | UnsetType, Meta(extra_json_schema={"minimum": 0, "maximum": 3}), common.NUMBER] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Raise `Malformed` for an unknown kind: the contract answers 400 where others answer 422."""
        if given("entity") is not UNSET and not 0 <= given("entity") < len(common.KINDS):
            raise refusals.UNKNOWN_KIND.error()
        return ()


def name_of(kind_: Kind) -> str:
    return common.NAMES[kind_]


def is_editable(tag: model.Tag) -> bool:
    return not tag.is_locked


class TagAttributes(msgspec.Struct, frozen=True):
    """What is known of a tag."""

    company_id: Annotated[int, LOCATION]
    title: Annotated[str, common.TITLE]
    color: Annotated[str, common.COLOR]
    font_color: Annotated[str, common.FONT_COLOR]
    icon: Annotated[str, common.ICON]
    entity_type: Annotated[str, NAME, of(made(name_of, "kind"))]
    is_deleted: Annotated[bool, always(False, "Always false: deleted tags are not shown.")]
    is_editable: Annotated[bool, says("It can be changed and deleted.", True, of=made(is_editable))]
    salon_id: Annotated[int, says("The older name of `company_id`.", 1, of="location_id")]
    entity: Annotated[int, common.NUMBER, of(made(common.number_of, "kind"))]
    entity_slug: Annotated[str, says("The older name of `entity_type`.", "client", of=made(name_of, "kind"))]
    deleted: Annotated[int, common.DELETED]
    not_editable: Annotated[int, common.LOCKED]

    from_model = mapped(model.Tag)


class Tag(msgspec.Struct, frozen=True):
    """A tag."""

    type: Annotated[Literal["tag"], resource_type("tag")]
    id: Annotated[str, says("The tag, as a text.", "31")]
    attributes: TagAttributes

    @classmethod
    def from_model(cls, tag: model.Tag) -> "Tag":
        return cls("tag", str(tag.id), TagAttributes.from_model(tag))
