"""GET /locations/{id}/attendance_services and …/composite_services/{service_id}/attendance_services of API v2"""

from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import for_chain
from tests.support.factories.services import assign, make_service, make_service_category
from tests.support.factories.team import make_team_member
from tests.support.people import FOREIGNER, HARBOUR

PRICES: dict[str, Any] = {"price_min": Decimal(30), "price_max": Decimal(40)}
LIST = f"/locations/{HARBOUR}/attendance_services"


class Made:
    """A haircut of Ana, who has her own price, of Ben, and of a dismissed member; a massage without members."""

    def __init__(self, category: int, haircut: int, massage: int, ana: int, ben: int) -> None:
        self.category, self.haircut, self.massage, self.ana, self.ben = category, haircut, massage, ana, ben


@pytest.fixture
async def made(conn: Connection, tenant: Tenant) -> Made:
    category = await make_service_category(conn, tenant)
    haircut = await make_service(conn, tenant, category_id=category, technical_break=600, **PRICES)
    massage = await make_service(conn, for_chain(tenant), "Massage", weight=3, is_for_events=True)
    ana, ben = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Ben")
    gone = await make_team_member(conn, tenant, "Cy", is_dismissed=True)
    await assign(conn, tenant, haircut, ana, duration=2700, price_min=Decimal(55))
    await assign(conn, tenant, haircut, ben, is_offline=False)
    await assign(conn, tenant, haircut, gone)
    return Made(category, haircut, massage, ana, ben)


async def shown(v2: Client, query: str) -> list[tuple[int, int]]:
    body = (await v2.get(f"{LIST}{query}")).json()
    return [(row["attributes"]["service_id"], row["attributes"]["staff_id"]) for row in body["data"]]


async def test_a_row_for_each_service_and_member(v2: Client, made: Made) -> None:
    body = (await v2.get(LIST)).json()

    assert body["meta"] == {"pagination": {"page": 1, "offset": 0, "limit": 250}}
    assert [row["id"] for row in body["data"]] == [
        f"{HARBOUR}_{made.massage}_0_0",
        f"{HARBOUR}_{made.haircut}_{made.ana}_0",
        f"{HARBOUR}_{made.haircut}_{made.ben}_0",
    ]
    assert body["data"][1] == {
        "type": "attendance_service",
        "id": f"{HARBOUR}_{made.haircut}_{made.ana}_0",
        "attributes": {
            "company_id": HARBOUR,
            "service_id": made.haircut,
            "category_id": made.category,
            "is_composite": False,
            "composite_service_id": 0,
            "salon_service_id": made.haircut,
            "composite_position": None,
            "staff_id": made.ana,
            "title": "Haircut",
            "length": 2700,
            "duration": 2700,
            "price_min": 55,
            "price_max": 55,
            "technical_break_duration": 600,
        },
    }
    of_ben = body["data"][2]["attributes"]
    assert (of_ben["duration"], of_ben["price_min"], of_ben["price_max"]) == (3600, 30, 40)
    assert body["data"][0]["attributes"]["category_id"] == 0


async def test_filters(v2: Client, made: Made) -> None:
    of_ana, of_ben, alone = (made.haircut, made.ana), (made.haircut, made.ben), (made.massage, 0)

    assert await shown(v2, f"?staff_id={made.ana}") == [of_ana]
    assert await shown(v2, f"?filter[category_id]={made.category}") == [of_ana, of_ben]
    assert await shown(v2, f"?filter[service_ids][]={made.massage}&filter[service_ids][]=999") == [alone]
    assert await shown(v2, "?filter[term]=%20AIRC%20") == [of_ana, of_ben]
    assert await shown(v2, "?filter[term]=100%25") == []
    assert await shown(v2, "?filter[is_available_for_timetable]=1") == [alone, of_ana]
    assert await shown(v2, "?filter[is_available_for_timetable]=0") == [of_ben]
    assert await shown(v2, "?filter[is_multi]=1") == [alone]
    assert await shown(v2, "?filter[is_multi]=0") == [of_ana, of_ben]
    assert await shown(v2, "?filter[is_composite]=1") == []
    assert await shown(v2, "?filter[is_composite]=0") == [alone, of_ana, of_ben]
    assert await shown(v2, "?limit=1&page=2") == [of_ana]


@pytest.mark.parametrize("term", ["ab", "%20ab%20"])
async def test_a_term_has_three_characters(v2: Client, term: str) -> None:
    response = await v2.get(f"{LIST}?filter[term]={term}")

    assert response.status_code == 422
    assert response.json()["meta"]["errors"] == {"filter[term]": ["Must be at least 3 characters long."]}


async def test_unknown_members_and_categories_are_not_found(v2: Client) -> None:
    member, category = await v2.get(f"{LIST}?staff_id=999"), await v2.get(f"{LIST}?filter[category_id]=999")

    assert (member.status_code, member.json()["meta"]["message"]) == (404, "Team member not found.")
    assert (category.status_code, category.json()["meta"]["message"]) == (404, "Category not found.")


async def test_no_service_consists_of_others(v2: Client, made: Made) -> None:
    parts = await v2.get(f"/locations/{HARBOUR}/composite_services/{made.haircut}/attendance_services")
    unknown = await v2.get(f"/locations/{HARBOUR}/composite_services/999/attendance_services")

    assert (parts.status_code, parts.json()) == (200, {"data": []})
    assert (unknown.status_code, unknown.json()["meta"]["message"]) == (404, "Service not found.")


async def test_other_chains_find_nothing(v2: Client, made: Made) -> None:
    for address in (LIST, f"/locations/{HARBOUR}/composite_services/{made.haircut}/attendance_services"):
        assert (await v2.by(FOREIGNER).get(address)).status_code == 404
