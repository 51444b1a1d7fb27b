"""Booking: the lists of a location with 60 members and 500 appointments a day, and creating appointments there."""

import asyncio

from bench import appointments, booking_lists, booking_writes, servers
from bench.measure import Effort, ReportStep, Setting
from bench.report import Figure


def steps_of(effort: Effort) -> int:
    """Return the number of steps: filling, lists in the database and over HTTP, and creating in two ways."""
    return 2 + booking_lists.steps_of(effort) + booking_writes.STEPS


def measure(setting: Setting, report_step: ReportStep) -> list[Figure]:
    """Measure on the data set of appointments. Raise `Failed`."""
    report_step("Booking: filling a database")
    database = appointments.open_appointments(setting)
    asyncio.run(booking_writes.remove_created(database.url))
    members = asyncio.run(booking_writes.list_members(database.url))
    lists = asyncio.run(booking_lists.lists_of(database.url, members))
    bookings = asyncio.run(booking_writes.bookings_of(database.url, members))
    report_step("Booking: lists in the database")
    figures = asyncio.run(booking_lists.in_database(database.url, lists))
    with (
        servers.parlour(database.url, setting.directory / "booking.log") as server,
        servers.bare(database.url, setting.directory / "booking_bare.log") as bare_port,
    ):
        ports = {"bare route": bare_port, "Parlour": server.port}
        figures += booking_lists.over_http(setting, database, ports, lists, report_step)
        figures += booking_writes.measure(setting, database, server.port, bookings, report_step)
    asyncio.run(booking_writes.remove_created(database.url))
    return figures
