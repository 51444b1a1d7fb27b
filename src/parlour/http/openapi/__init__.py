"""The published description, made from the code: addresses and parameters as Litestar reads them from the handlers,
bodies as msgspec describes their types, refusals as the code raises them, and examples composed of all these.
"""

from parlour.http.apis import APIS as APIS
from parlour.http.apis import B2B_V1 as B2B_V1
from parlour.http.apis import B2B_V2 as B2B_V2
from parlour.http.apis import Api as Api
from parlour.http.openapi.document import describe as describe
from parlour.http.openapi.handlers import operation_id_of as operation_id_of
from parlour.http.openapi.handlers import operations as operations
from parlour.http.openapi.serving import openapi_config as openapi_config
from parlour.http.openapi.shape import Document as Document
from parlour.http.query import ignored as ignored
from parlour.http.refusal import NO_ROLE_IN_LOCATION as NO_ROLE_IN_LOCATION
from parlour.http.refusal import Refusal as Refusal
from parlour.http.refusal import no_right_in_chain as no_right_in_chain
