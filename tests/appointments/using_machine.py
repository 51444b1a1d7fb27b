"""Appointments that use up stock, in any order of steps; after each the server must say what the model says."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from tests.appointments.using_place import UsingPlace

ATTENDANCE = st.sampled_from([1, 1, 0, 2, -1])
SERVICES = st.sampled_from([(0,), (1,), (0, 1), (0, 0, 1)])
MEMBERS = st.integers(0, 1)
AMOUNTS = st.fixed_dictionaries({}, optional={0: st.integers(1, 9), 1: st.integers(1, 9)})
Amounts = Mapping[int, Decimal]
"""How much of each product, by its number."""


class Served(msgspec.Struct, frozen=True):
    """An appointment: what was set by hand and what has been used up, by service."""

    member: int
    services: tuple[int, ...]
    attendance: int
    own: Mapping[int, Amounts] = {}
    without_bill: frozenset[int] = frozenset()
    used: Mapping[int, Amounts] = {}


class UsingMachine(RuleBasedStateMachine):
    """A location whose members use up two products in two services."""

    make_place: ClassVar[Callable[[], UsingPlace]]

    def __init__(self) -> None:
        super().__init__()
        self.place = type(self).make_place()
        self.bills: dict[tuple[int, int], Amounts] = {}
        self.served: dict[int, Served] = {}

    @rule(member=MEMBERS, service=st.integers(0, 1), amounts=AMOUNTS)
    def change_bill(self, member: int, service: int, amounts: Mapping[int, int]) -> None:
        self.bills[member, service] = {product: Decimal(amount) for product, amount in amounts.items()}
        self.place.set_bill(member, service, amounts)

    @rule(member=MEMBERS, services=SERVICES, attendance=ATTENDANCE)
    def create(self, member: int, services: tuple[int, ...], attendance: int) -> None:
        made = Served(member, services, attendance)
        self.served[self.place.book(member, services, attendance)] = self.settled(None, made)

    @precondition(lambda self: self.served)
    @rule(data=st.data(), attendance=ATTENDANCE)
    def attend(self, data: st.DataObject, attendance: int) -> None:
        self.change(data, {"attendance": attendance}, attendance=attendance)

    @precondition(lambda self: self.served)
    @rule(data=st.data(), services=SERVICES)
    def choose_services(self, data: st.DataObject, services: tuple[int, ...]) -> None:
        self.change(data, {"services": [self.place.services[each] for each in services]}, services=services)

    @precondition(lambda self: self.served)
    @rule(data=st.data(), member=MEMBERS)
    def give_to(self, data: st.DataObject, member: int) -> None:
        self.change(data, {"staff_id": self.place.members[member]}, member=member)

    @precondition(lambda self: self.served)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        gone = self.one(data)
        assert self.place.send("DELETE", f"{self.place.at('/record')}/{gone}").status_code == 204
        del self.served[gone]

    @precondition(lambda self: self.served)
    @rule(data=st.data(), amounts=AMOUNTS)
    def set_by_hand(self, data: st.DataObject, amounts: Mapping[int, int]) -> None:
        id_ = self.one(data)
        before = self.served[id_]
        service = data.draw(st.sampled_from(sorted({*before.services})))
        self.place.set_consumables(id_, service, amounts)
        exact = {product: Decimal(amount) for product, amount in amounts.items()}
        own = {**before.own, service: exact}
        used = {**before.used, service: exact} if before.attendance == 1 else before.used
        self.served[id_] = replace(before, own=own, used=used)

    @precondition(lambda self: self.served)
    @rule(data=st.data(), with_consumables=st.booleans())
    def take_bill(self, data: st.DataObject, with_consumables: bool) -> None:
        id_ = self.one(data)
        before = self.served[id_]
        service = data.draw(st.sampled_from(sorted({*before.services})))
        has_bill = (before.member, service) in self.bills and service not in before.without_bill
        assert self.place.take_bill(id_, service, with_consumables=with_consumables) == (200 if has_bill else 404)
        if has_bill:
            shown: Amounts = {} if with_consumables else self.shown(before)[service]
            used = {**before.used, service: shown} if before.attendance == 1 else before.used
            without = before.without_bill | {service}
            self.served[id_] = replace(before, own={**before.own, service: shown}, without_bill=without, used=used)

    @invariant()
    def both_agree(self) -> None:
        """On what is on hand, and on what each appointment shows."""
        used = [amounts for each in self.served.values() for amounts in each.used.values()]
        for product in range(2):
            left = self.place.ON_HAND - sum(amounts.get(product, 0) for amounts in used)
            assert self.place.on_hand(product) == left
        for id_, each in self.served.items():
            assert self.place.shown(id_) == self.shown(each)

    def change(self, data: st.DataObject, body: dict[str, Any], **fields: Any) -> None:
        id_ = self.one(data)
        response = self.place.send("PUT", f"{self.place.at('/record')}/{id_}", {**body, "save_if_busy": True})
        assert response.status_code == 201, response.text
        before = self.served[id_]
        self.served[id_] = self.settled(before, replace(before, **fields))

    def settled(self, before: Served | None, after: Served) -> Served:
        """Return an appointment after a change, with what it has used up then."""
        own = {service: amounts for service, amounts in after.own.items() if service in after.services}
        after = replace(after, own=own, without_bill=after.without_bill & {*after.services}, used={})
        if after.attendance != 1:
            return after
        kept = {
            service
            for service in after.services
            if before and before.attendance == 1 and before.member == after.member
            and before.services.count(service) == after.services.count(service)
        }  # fmt: skip
        fresh = self.shown(after)
        used = {service: before.used[service] if before and service in kept else fresh[service] for service in fresh}
        return replace(after, used=used)

    def shown(self, served: Served) -> dict[int, Amounts]:
        """Return what each service has used up, or will use up."""
        found: dict[int, Amounts] = {}
        for service in served.services:
            bill = {} if service in served.without_bill else self.bills.get((served.member, service), {})
            times = served.services.count(service)
            wanted = served.own.get(service, {product: amount * times for product, amount in bill.items()})
            found[service] = served.used.get(service, wanted)
        return found

    def one(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.served)))
