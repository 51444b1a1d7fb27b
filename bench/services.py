"""The case of services: all that a location offers, with who provides it."""

import random

from bench import traffic
from bench.case import ANY_LOCATION, ITS_CHAIN, VARIANTS, Case
from bench.dataset import LOCATIONS
from bench.pgbench import Script
from bench.service_rows import SERVICES
from parlour.areas.services.queries.services import LIST_SERVICES

# pgbench has no variables that are null.
UNFILTERED = (
    LIST_SERVICES.replace("$3::bigint", "NULL::bigint")
    .replace("s.id = $3", "s.id = NULL::bigint")
    .replace("$4::bigint", "NULL::bigint")
    .replace("= $4", "= NULL::bigint")
    .replace("$5::bigint", "NULL::bigint")
    .replace("s.category_id = $5", "s.category_id = NULL::bigint")
)


def services_of_location() -> Case:
    draw = random.Random(4)
    script = Script(UNFILTERED, ("chain_id", "location_id"), settings=(ANY_LOCATION, ITS_CHAIN))
    requests = [traffic.get(f"/api/v1/services/{draw.randint(1, LOCATIONS)}") for _ in range(VARIANTS)]
    return Case(f"{SERVICES} services", requests, script)
