"""The v2 envelope: resources as in JSON:API, related resources in `included`, and a `meta`.

Relations and `included` are sent only if a request names them in `include`.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.http.cursors import NextCursor
from parlour.http.envelope import NoMeta
from parlour.http.json import WithETag

T = TypeVar("T")

MAX_LIMIT = 250


Limit = Annotated[int, Meta(ge=1, le=MAX_LIMIT, description="Resources on a page.")]


def resource_type(name: str) -> Meta:
    """Annotate the `type` of a resource, which is a constant."""
    return Meta(description=f"Always `{name}`.", examples=[name])


class Resource(Protocol):
    """The fields of any resource; the wire types of the areas have them."""

    @property
    def type(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def attributes(self) -> msgspec.Struct: ...


class Identifier(msgspec.Struct, frozen=True):
    """Which resource is meant."""

    type: Annotated[str, Meta(description="The kind of resource.", examples=["good"])]
    id: Annotated[str, Meta(description="Its id, as a text.", examples=["501"])]

    @classmethod
    def of(cls, resource: Resource) -> "Identifier":
        return cls(resource.type, resource.id)


class ToOne(msgspec.Struct, frozen=True):
    """A relation to one resource, or to none."""

    data: Annotated[Identifier | None, Meta(description="Null where there is none.", examples=[None])]


class ToMany(msgspec.Struct, frozen=True):
    """A relation to any number of resources."""

    data: Annotated[list[Identifier], Meta(description="Empty where there are none.", examples=[[]])]


NOTHING = ToOne(None)


def to_one(resource: Resource | None) -> ToOne:
    return ToOne(None if resource is None else Identifier.of(resource))


def to_many(resources: Iterable[Resource]) -> ToMany:
    return ToMany([Identifier.of(resource) for resource in resources])


def example_of_one(type_: str, id_: str) -> Meta:
    """Annotate a relation to one resource with an example."""
    return Meta(examples=[{"data": {"type": type_, "id": id_}}])


def example_of_many(type_: str, id_: str) -> Meta:
    """Annotate a relation to many with an example."""
    return Meta(examples=[{"data": [{"type": type_, "id": id_}]}])


class Included(msgspec.Struct, frozen=True):
    """A resource that the answer refers to; its attributes are those of its kind."""

    type: Annotated[str, Meta(description="The kind of resource.", examples=["good"])]
    id: Annotated[str, Meta(description="Its id, as a text.", examples=["501"])]
    attributes: Annotated[
        Any,
        Meta(
            description="The same attributes as where it is requested by itself.",
            examples=[{"title": "Argan Repair Shampoo"}],
            extra_json_schema={"type": "object"},
        ),
    ]
    relationships: (
        Annotated[
            Any,
            Meta(
                description="Its own relations; left out where it has none.",
                examples=[{}],
                extra_json_schema={"type": "object"},
            ),
        ]
        | UnsetType
    ) = UNSET


def included(resources: Iterable[Resource]) -> list[Included]:
    """Return each resource once, however many others refer to it."""
    once = {(resource.type, resource.id): resource for resource in resources}
    return [
        Included(resource.type, resource.id, resource.attributes, getattr(resource, "relationships", UNSET))
        for resource in once.values()
    ]


class Pagination(msgspec.Struct, frozen=True):
    """The position of a page in its list."""

    page: Annotated[int, Meta(description="The page, from 1.", examples=[1])]
    offset: Annotated[int, Meta(description="How many resources come before it.", examples=[0])]
    limit: Annotated[int, Meta(description="How many it may hold.", examples=[MAX_LIMIT])]


class PageMeta(msgspec.Struct, frozen=True):
    """The meta of a page."""

    pagination: Pagination
    next_cursor: NextCursor | UnsetType = UNSET


class Listed(msgspec.Struct, Generic[T], frozen=True):
    """All resources of a list that refer to nothing."""

    data: T


class Related(msgspec.Struct, Generic[T], frozen=True):
    """All resources of a list."""

    data: T
    included: list[Included] | UnsetType = UNSET


class Paged(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A page of a list."""

    data: T
    included: list[Included] | UnsetType = UNSET
    meta: PageMeta


class Detail(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One resource that refers to nothing."""

    data: T
    meta: NoMeta


class Single(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One resource."""

    data: T
    included: list[Included] | UnsetType = UNSET
    meta: NoMeta


def paged(
    data: T,
    related: list[Included] | UnsetType,
    pagination: Pagination,
    next_cursor: str | UnsetType | None = UNSET,
) -> Paged[T]:
    return Paged(data=data, included=related, meta=PageMeta(pagination, next_cursor))


def single(data: T, related: list[Included] | UnsetType) -> Single[T]:
    return Single(data=data, included=related, meta=[])


def detail_with_etag(data: T, revision: int) -> WithETag[Detail[T]]:
    """Return an answer with the entity tag of its resource."""
    return WithETag(Detail(data=data, meta=[]), revision)
