"""The texts at the beginning of the description: the rules for all operations."""

INTRODUCTION = """\
The API of this Parlour server, compatible with the Altegio B2B API v1. Everything is JSON in UTF-8, except that images
are sent as forms. A trailing slash makes no difference.

## Authentication
Each request carries the token of the integration and, unless an operation says otherwise, the token of a user:
`Authorization: Bearer <partner token>, User <user token>`. The operator of the server creates partner tokens;
`POST /api/v1/auth` returns a user token for a login and a password. `x-permission` names the right that an operation
needs.

## Answers
A body is always an object with `success`, `data` and `meta`. `meta` is an empty list, or has the `count` of a counted
list. A 204 has no body. The header `X-Request-ID` names the request in the server's log.

## Refusals
`success` is false, `data` is null, and `meta.message` says what is wrong. A 422 lists every fault in `meta.errors`,
each under the name of its field in brackets. Data of other businesses is a 404, as if it didn't exist. The header
`Retry-After` of a 429 and a 503 is the number of seconds to wait.

## Pages
`page` counts from 1, `count` is the number of rows on a page. Request pages until one has fewer rows.

If rows may change while you read, send `cursor=first` instead of `page`. For the next page, send `meta.next_cursor` as
`cursor` with the same filters; it is null on the last page. Each row is returned once. The header `Link` has the
address of the next page.

## Values
Dates with a time are returned as `2026-01-31T18:30:00-0500`, in the time zone of the location. They are accepted in any
ISO 8601 form; without an offset, they are in the time zone of the location. Prices and amounts are exact decimal
numbers. Money has as many decimals as the currency of the location (none in yen, two in euros, three in Kuwaiti
dinars); more decimals are a 422. Rounding errors of binary fractions (`19.989999999999998`) are corrected. The price of
one unit of an amount may have more decimals. Numbers may be sent as text. For an optional field, `null` means that it
is not set.

## Forms
Where a JSON body is described, the same fields may be sent as a form (`application/x-www-form-urlencoded` or
`multipart/form-data`), or in the query of a request without a body. Prefer JSON: a proxy may log a query.

## Safe changes
Send the `ETag` that you read as `If-Match`: the change fails with 412 if the item was changed since.

A request that writes may have an `Idempotency-Key`, such as a UUID. If no answer arrives, send the same request with
the same key again: the request is not executed twice, and the first answer is repeated with `Idempotency-Replayed:
true`. Answers are kept for 24 hours. The same key with another request is a 422; a second request during the first is a
409.

## Other names
Some fields and parameters have several names: `location_id`, `company_id` or `salon_id`; `product_id` or `good_id`;
also in the plural and in camelCase. Answers have the names that are described here.
"""

INTRODUCTION_V2 = """\
The second version of the API: the same data and rights as in v1, as resources in the style of JSON:API. It is
read-only.

## The media type
Every request needs `Accept: application/vnd.api.v2+json`, with any parameters; `application/vnd.yclients.v2+json` is
accepted, too. Any other request is a 400, before its tokens are checked. Answers are `application/json`.

## Authentication
Each request carries the token of the integration and the token of a user, as in v1: `Authorization: Bearer <partner
token>, User <user token>`. They are the tokens of v1, which are created there. `x-permission` names the right that an
operation needs.

## Answers
`data` is a resource or a list of them: a `type`, an `id` (a text) and `attributes`. Related resources are returned only
if `include` names them: then `relationships` has their types and ids, and `included` has each of them once. Send
several as `include=a,b`, `include=a&include=b` or `include[]=a&include[]=b`. The header `X-Request-ID` names the
request in the server's log.

## Refusals
`success` is false, `data` is null, and `meta.message` says what is wrong. A 422 lists the faults of each field in
`meta.errors`, under its name. Data of other businesses is a 404, as if it didn't exist. The header `Retry-After` of a
503 is the number of seconds to wait.

## Pages
`page` counts from 1, `limit` is the number of resources on a page, 250 at most. `meta.pagination` has the position of
the page. Request pages until one has fewer resources. If rows may change while you read, send `cursor=first` instead of
`page`, then `meta.next_cursor` with the same filters, until it is null. Each row is returned once.

## Values
Prices and amounts are exact decimal numbers, money with as many decimals as the currency of the location. Consumable
units are the service units of v1: a product is used up in them, and sold in sale units.
"""

INTRODUCTIONS = {"b2b-v1": INTRODUCTION, "b2b-v2": INTRODUCTION_V2}
"""By the name of the API."""
