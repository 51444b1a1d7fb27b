"""The published description, made from the code: addresses and parameters as the operations declare them, bodies as
msgspec describes their types, refusals as the code raises them, and examples composed of all these.
"""

from parlour.http.openapi.document import describe as describe
from parlour.http.openapi.serving import openapi_router as openapi_router
from parlour.http.openapi.shape import Document as Document
