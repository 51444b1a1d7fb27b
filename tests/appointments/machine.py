"""All that can be done to appointments, in any order; after each step the server must say what the model says."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from tests.appointments.model import DAYS, NEW_VISIT, ZONE, Booked, Diary, Taken
from tests.appointments.place import Place

MEMBERS = st.integers(0, 1)
DAY = st.sampled_from(DAYS)
# Few, so that much meets; some last over midnight, and some lie where the clock is put forward.
STARTS = st.sampled_from([0, 60, 90, 180, 210, 600, 630, 660, 720, 1380, 1410])
MINUTES = st.sampled_from([30, 60, 90, 120])
SERVICES = st.sampled_from([(0,), (1,), (0, 1)])
CLIENTS = st.sampled_from([None, 0, 0, 1])
ATTENDANCE = st.sampled_from([0, 0, 0, 1, 2, -1])
HOURS = st.sampled_from([(), (0, 1440), (0, 1440), (600, 780), (0, 120, 600, 720, 1320, 1440)])
RARELY = st.integers(0, 5).map(lambda number: number == 5)


class BookingMachine(RuleBasedStateMachine):
    """One location and its appointments, from none on."""

    make_place: ClassVar[Callable[[], Place]]

    def __init__(self) -> None:
        super().__init__()
        self.place = type(self).make_place()
        self.diary = Diary(self.place.prices, self.place.room_services, self.place.rooms, {}, {})
        self.visits: set[tuple[int, int, date]] = set()

    @initialize(hours=st.lists(HOURS, min_size=6, max_size=6))
    def open(self, hours: list[tuple[int, ...]]) -> None:
        for number, minutes in enumerate(hours):
            self.set_hours(number % 2, DAYS[number // 2], minutes)

    @rule(member=MEMBERS, day=DAY, minutes=HOURS)
    def set_hours(self, member: int, day: date, minutes: tuple[int, ...]) -> None:
        """Show that appointments stay, whatever becomes of the schedule."""
        self.place.set_hours(self.place.members[member], day, minutes)
        self.diary.hours[self.place.members[member], day] = minutes

    @rule(
        member=MEMBERS, day=DAY, start=STARTS, minutes=MINUTES, services=SERVICES, client=CLIENTS,
        attendance=ATTENDANCE, is_forced=RARELY,
    )  # fmt: skip
    def create(
        self, member: int, day: date, start: int, minutes: int, services: tuple[int, ...], client: int | None,
        attendance: int, is_forced: bool,
    ) -> None:  # fmt: skip
        at = self.moment(day, start)
        if at is None:
            return
        client_id = None if client is None else self.place.clients[client]
        service_ids = tuple(self.place.services[number] for number in services)
        wanted = Booked(0, self.place.members[member], at, minutes, service_ids, client_id, attendance, NEW_VISIT)
        self.write("POST", self.place.at("/records"), wanted, is_forced=is_forced)

    @precondition(lambda self: self.diary.live())
    @rule(data=st.data(), member=MEMBERS, day=DAY, start=STARTS, is_forced=RARELY)
    def move(self, data: st.DataObject, member: int, day: date, start: int, is_forced: bool) -> None:
        at = self.moment(day, start)
        if at is not None:
            changed = replace(self.one(data), member=self.place.members[member], starts_at=at)
            self.change(changed, is_forced=is_forced)

    @precondition(lambda self: self.diary.live())
    @rule(data=st.data(), minutes=MINUTES, is_forced=RARELY)
    def lengthen(self, data: st.DataObject, minutes: int, is_forced: bool) -> None:
        self.change(replace(self.one(data), minutes=minutes), is_forced=is_forced)

    @precondition(lambda self: self.diary.live())
    @rule(data=st.data(), services=SERVICES, is_forced=RARELY)
    def choose_services(self, data: st.DataObject, services: tuple[int, ...], is_forced: bool) -> None:
        service_ids = tuple(self.place.services[number] for number in services)
        self.change(replace(self.one(data), services=service_ids), is_forced=is_forced)

    @precondition(lambda self: self.diary.live())
    @rule(data=st.data(), attendance=ATTENDANCE, is_forced=RARELY)
    def attend(self, data: st.DataObject, attendance: int, is_forced: bool) -> None:
        self.change(replace(self.one(data), attendance=attendance), is_forced=is_forced)

    @precondition(lambda self: self.diary.live())
    @rule(data=st.data(), client=CLIENTS)
    def change_client(self, data: st.DataObject, client: int | None) -> None:
        client_id = None if client is None else self.place.clients[client]
        self.change(replace(self.one(data), client=client_id), is_forced=False)

    @precondition(lambda self: len(self.diary.live()) > 2)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        gone = self.one(data)
        path = f"{self.place.at('/record')}/{gone.id}"
        assert self.place.send("DELETE", path).status_code == 204
        assert self.place.send("DELETE", path).status_code == 404
        self.diary.booked[gone.id] = replace(gone, is_deleted=True)

    @invariant()
    def both_agree(self) -> None:
        """On what is listed, on busy time, on visits and on the figures of clients."""
        assert self.place.listed() == sorted(self.diary.live(), key=lambda each: (each.starts_at, each.id))
        assert self.place.busy() == self.diary.busy()
        assert self.place.occupied() == self.diary.occupied()
        for visit, attendance in self.place.visits().items():
            assert attendance == self.diary.visit_attendance(visit)
        for client in self.place.clients:
            assert self.place.figures(client) == self.diary.figures(client)

    def one(self, data: st.DataObject) -> Booked:
        return data.draw(st.sampled_from(sorted(self.diary.live(), key=lambda each: each.id)))

    def moment(self, day: date, start: int) -> datetime | None:
        """Return the moment of a start; None for one that the clock skips, which is refused."""
        local = datetime.combine(day, time()) + timedelta(minutes=start)
        moment = local.replace(tzinfo=ZONE).astimezone(ZONE)
        at = moment.astimezone(self.place.utc)
        if at.astimezone(ZONE).replace(tzinfo=None) == local:
            return at
        body = self.place.body_of(Booked(0, self.place.members[0], at, 60, (self.place.services[0],), None, 0, 0))
        response = self.place.send("POST", self.place.at("/records"), body | {"datetime": local.isoformat(" ")})
        assert response.status_code == 422
        assert "clocks are put forward" in response.text
        return None

    def change(self, wanted: Booked, *, is_forced: bool) -> None:
        self.write("PUT", f"{self.place.at('/record')}/{wanted.id}", wanted, is_forced=is_forced)

    def write(self, method: str, path: str, wanted: Booked, *, is_forced: bool) -> None:
        """Do it here and there: both must do it, or both refuse and leave everything as it was."""
        before = self.diary.booked.get(wanted.id)
        is_taken, placed = False, wanted
        if self.needs_time(before, wanted):
            try:
                placed = self.diary.place(wanted, is_forced=is_forced)
            except Taken:
                is_taken = True
        response = self.place.send(method, path, self.place.body_of(wanted) | {"save_if_busy": is_forced})
        if is_taken:
            assert response.status_code == 422, response.text
            assert {error["code"] for error in response.json()["meta"]["errors"]} == {433}
            return
        assert response.status_code == 201, response.text
        data = response.json()["data"]
        if before is None or (before.client, before.day) != (wanted.client, wanted.day):
            visit = self.diary.visit_for(wanted.client, wanted.day, wanted.id or None, self.visits)
            known = {visit_id for visit_id, _, _ in self.visits} | {each.visit for each in self.diary.booked.values()}
            assert data["visit_id"] == visit if visit != NEW_VISIT else data["visit_id"] not in known
            placed = replace(placed, visit=data["visit_id"])
            if wanted.client is not None:
                self.visits.add((data["visit_id"], wanted.client, wanted.day))
        self.diary.booked[data["id"]] = replace(placed, id=data["id"])

    @staticmethod
    def needs_time(before: Booked | None, after: Booked) -> bool:
        """Return whether it is checked that the time is free."""
        if before is None or not after.takes_time:
            return after.takes_time
        return not before.takes_time or (
            (before.member, before.starts_at, before.minutes, sorted(before.services))
            != (after.member, after.starts_at, after.minutes, sorted(after.services))
        )
