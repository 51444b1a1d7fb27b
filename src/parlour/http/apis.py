"""The APIs of the server: their addresses and their errors."""

import msgspec

from parlour.http.error_answers import ErrorAnswers
from parlour.http.v1_errors import V1_ERRORS
from parlour.http.v2_errors import V2_ERRORS


class Api(msgspec.Struct, frozen=True):
    """One version of the API, with a description of its own."""

    name: str
    """The name in addresses of the description, the documentation and the mock."""
    title: str
    prefix: str
    """The prefix of its paths."""
    errors: ErrorAnswers
    needs_media_type: bool
    """Requests must name the media type."""

    @property
    def mock_path(self) -> str:
        """Return the path below which its mock answers, with the prefix in the path and without."""
        return f"/_mock/en/{self.name}/openapi"


B2B_V1 = Api("b2b-v1", "API v1", "/api/v1", V1_ERRORS, needs_media_type=False)
B2B_V2 = Api("b2b-v2", "API v2", "/api/v2", V2_ERRORS, needs_media_type=True)
APIS = (B2B_V1, B2B_V2)
