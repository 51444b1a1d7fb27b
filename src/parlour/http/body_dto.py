"""The bridge from Litestar to `BodyReader`: it passes on the bytes of a body, JSON or form."""

from typing import TYPE_CHECKING, Any

from litestar.dto import AbstractDTO
from litestar.typing import FieldDefinition

from parlour.http.authority import Authority
from parlour.http.body import Submitted, SubmittedForm, reader_for, takes_form
from parlour.http.fields import EXAMPLE_CURRENCY
from parlour.http.forms import MAX_PAIRS, MAX_PARTS, QueryAsBody, names_form, read_pairs

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator
    from litestar.openapi.spec import Reference, Schema


class BodyDTO(AbstractDTO[Any]):
    """A DTO that makes Litestar pass a body to `BodyReader`, and describe it by the type inside `Submitted`."""

    def decode_bytes(self, value: bytes) -> Submitted[Any]:
        connection = self.asgi_connection
        handler = connection.route_handler
        authority: Authority | None = connection.scope["state"].get("authority")
        currency = (authority.currency if authority else None) or EXAMPLE_CURRENCY
        reader = reader_for(handler.parsed_data_field.args[0], currency)
        if isinstance(value, QueryAsBody):
            return reader.read_form(value.pairs)
        if not takes_form(handler) and (value[:1] == b"{" or not self._is_form(value)):
            return reader.read(value)
        most = MAX_PARTS if takes_form(handler) else MAX_PAIRS
        return reader.read_form(read_pairs(value, connection.headers.get("content-type", ""), most))

    def _is_form(self, value: bytes) -> bool:
        """Return whether an operation for JSON got a form: some clients send JSON with a form's content type."""
        is_json = value.lstrip()[:1] in (b"{", b"[", b'"')
        return not is_json and names_form(self.asgi_connection.headers.get("content-type", ""))

    @classmethod
    def is_supported_model_type_field(cls, field_definition: FieldDefinition) -> bool:
        return field_definition.origin in (Submitted, SubmittedForm)

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, *_: Any, **__: Any
    ) -> None:
        """Do nothing: readers are made for the first body of their type."""

    @classmethod
    def create_openapi_schema(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,  # noqa: ARG003 - Litestar's signature
        schema_creator: "SchemaCreator",
    ) -> "Reference | Schema":
        return schema_creator.for_field_definition(FieldDefinition.from_annotation(field_definition.args[0]))

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Any:  # noqa: ARG003 - Litestar's signature
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:  # noqa: ARG003 - Litestar's signature
        return False
