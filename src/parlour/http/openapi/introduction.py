"""The texts at the beginning of the description: the rules for all operations."""

INTRODUCTION = """\
The API of this Parlour server, compatible with the Altegio B2B API v1. Everything is JSON in UTF-8, save that images
are sent as forms. A trailing slash makes no difference.

## Who asks
Each request carries the token of the integration and, save where an operation says otherwise, that of a user:
`Authorization: Bearer <partner token>, User <user token>`. The operator of the server hands out partner tokens;
`POST /api/v1/auth` gives a user token for a login and a password. A right that an operation needs stands in its
`x-permission`.

## Answers
A body is always an object of `success`, `data` and `meta`. `meta` is an empty list where there is nothing to say, and
holds `count` in counted lists. A 204 has no body. The header `X-Request-ID` names the request in the server's log.

## Refusals
`success` is false, `data` is null, `meta.message` says what is wrong. A 422 lists every fault in `meta.errors`, each
under the name of its field in brackets. What belongs to others is a 404, as if it did not exist. A 429 and a 503
say in `Retry-After` how many seconds to wait.

## Pages
`page` counts from 1, `count` is the number of rows on a page. Ask on until a page comes back short.

Better, where others write meanwhile: `cursor=first` instead of `page`. `meta.next_cursor` is what to send as `cursor`
for the next page, with the same filters; null at the end. Each row comes once. The header `Link` leads on, too.

## Values
Instants go out as `2026-01-31T18:30:00-0500`, in the time of the location. They come in as any ISO 8601 form; without
an offset they are meant in the time of the location. Prices and amounts are exact decimal numbers. Money has as many
decimals as the currency of the location (none in yen, two in euros, three in dinars of Kuwait); a further one is a 422.
What only differs by the noise of binary fractions (`19.989999999999998`) is taken for what it means. The price of one
unit of an amount is no such sum, and may be finer. Numbers may be sent as text. For an optional field, `null` means
that it was not given.

## Forms
Where JSON is described, the same fields may come as a form (`application/x-www-form-urlencoded` or
`multipart/form-data`), or in the query of a request without a body. JSON is better: a proxy may log a query.

## Safe changes
An `ETag` that was read, sent back as `If-Match`, makes a change fail with 412 if it was changed since.

A request that writes may carry an `Idempotency-Key`, such as a UUID. If no answer arrives, send the same request with
the same key again: what was done is answered as before, with `Idempotency-Replayed: true`, and is not done twice.
Answers are kept for 24 hours. The key with another request is a 422; while the first is under way, a second is a 409.

## Other names
One thing may be sent under any name of its family: `location_id`, `company_id` or `salon_id`; `product_id` or
`good_id`; also in the plural and in camelCase. Answers keep to the names that are described here.
"""

INTRODUCTION_V2 = """\
The second version of the API: the same data behind the same rights as in v1, as resources in the manner of JSON:API.
It only reads.

## The media type
Every request names it: `Accept: application/vnd.api.v2+json`, with whatever parameters; so does
`application/vnd.yclients.v2+json`. A request that doesn't is a 400, before it is looked at who sent it. Answers are
`application/json`.

## Who asks
Each request carries the token of the integration and that of a user, as in v1:
`Authorization: Bearer <partner token>, User <user token>`. The tokens of v1 are good here, and there is no other way to
get any. A right that an operation needs stands in its `x-permission`.

## Answers
`data` is a resource or a list of them: a `type`, an `id` (a text) and `attributes`. What a resource refers to comes
only when `include` names it: then `relationships` tell which resources are meant, and `included` holds each of them
once. Several come as `include=a,b`, `include=a&include=b` or `include[]=a&include[]=b`. The header `X-Request-ID` names
the request in the server's log.

## Refusals
`success` is false, `data` is null, `meta.message` says what is wrong. A 422 tells the faults of each field in
`meta.errors`, under its name. What belongs to others is a 404, as if it did not exist. A 503 says in
`Retry-After` how many seconds to wait.

## Pages
`page` counts from 1, `limit` is the number of resources on a page, 250 at most. `meta.pagination` tells where the page
lies; ask on until one comes back short. Better, where others write meanwhile: `cursor=first` instead of `page`, then
`meta.next_cursor` until it is null, with the same filters. Each row comes once.

## Values
Prices and amounts are exact decimal numbers, money with as many decimals as the currency of the location. Consumable
units are what v1 calls service units: a product is used up in
them, and sold in sale units.
"""

INTRODUCTIONS = {"b2b-v1": INTRODUCTION, "b2b-v2": INTRODUCTION_V2}
"""By the name of the API."""
