"""How the time grows with members and days, where all is full: everything has to be looked at."""

from datetime import timedelta

import msgspec

from bench import generators
from bench.free_time_requests import dates
from bench.free_time_rows import FULL_FROM, TEAMS, Place
from bench.measure import Measured, ReportStep, Setting
from bench.report import Figure, best

PERIODS = (31, 15, 7)
STEPS = len(TEAMS) * len(PERIODS)
BAR = 40
"""The length of the longest bar."""


def grow(setting: Setting, port: int, place: Place, authorization: str, report_step: ReportStep) -> list[Figure]:
    """Return the time for each number of members and days, over one connection, as bars."""
    alone = msgspec.structs.replace(setting, effort=msgspec.structs.replace(setting.effort, connections=1))
    found: dict[tuple[int, int], Measured] = {}
    for service_id, members in zip(place.services, TEAMS, strict=False):
        for days in PERIODS:
            requests = [dates(FULL_FROM + timedelta(days=31 - days), days, {"service_ids[]": service_id})]
            rounds = []
            for _ in range(setting.effort.rounds):
                report_step(f"Free time: {members} members, {days} days")
                rounds.append(generators.load(alone, port, requests, authorization))
            found[members, days] = best(rounds)
    longest = max(each.p50_ms for each in found.values())
    return [
        Figure("Full days of members", f"{members} × {days}", each, "█" * round(BAR * each.p50_ms / longest))
        for (members, days), each in sorted(found.items(), key=lambda item: item[0][0] * item[0][1])
    ]
