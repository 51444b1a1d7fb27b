"""Calendars of holidays are loaded beside the event loop: tried in a process that has not loaded any."""

import json
import subprocess
import sys

CODE = """
import asyncio, json, sys, threading
from datetime import date
from importlib.abc import MetaPathFinder

found = {"loaded": 0, "in_loop": [], "answered": 0}


class Watch(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] == "holidays":
            found["loaded"] += 1
            if threading.current_thread() is threading.main_thread():
                found["in_loop"].append(name)


from parlour.areas.schedules.model.patterns import Pattern
from parlour.areas.schedules.service.patterns import read_calendar

assert "holidays" not in sys.modules
sys.meta_path.insert(0, Watch())


async def answer_others():
    while True:
        await asyncio.sleep(0.001)
        found["answered"] += 1


async def main():
    others = asyncio.create_task(answer_others())
    pattern = Pattern(rules=[], first=date(2026, 1, 1), last=date(2026, 12, 31), skips_holidays=True)
    calendar = await read_calendar("DE", [pattern], date(2026, 1, 1))
    others.cancel()
    found["days"] = sorted(map(str, calendar.holidays))


asyncio.run(main())
print(json.dumps(found))
"""


def test_the_event_loop_answers_others_while_calendars_are_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["loaded"] > 1
    assert found["in_loop"] == []
    assert found["answered"] > 5
    assert found["days"][0] == "2026-01-01"
    assert "2026-10-03" in found["days"]
