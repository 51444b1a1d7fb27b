"""A day of a location for a terminal: a timetable, or a list where that has no room."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.operator import Appointment, LocationDay
from parlour.areas.schedules.model.working_time import format_clock
from parlour.cli.day_grid import Block, Lane, blocks_of, lanes_of, minute_of, rows_around, rows_of
from parlour.cli.output import printable

# The text on the block, and the block in its break.
COLORS = {
    Attendance.WAITING: ("white on #2f4b7c", "#8fa6cc on #22365a"),
    Attendance.CONFIRMED: ("white on #6a4c93", "#b9a3d6 on #4b3669"),
    Attendance.ARRIVED: ("white on #2d6a4f", "#8cc4a8 on #1f4a37"),
    Attendance.NO_SHOW: ("strike #f1c5c5 on #6f2a30", "#c98a8f on #4d1d21"),
}
NAMES = {
    Attendance.WAITING: "waiting",
    Attendance.CONFIRMED: "confirmed",
    Attendance.ARRIVED: "arrived",
    Attendance.NO_SHOW: "no-show",
}
TIME_WIDTH, NARROWEST, WIDEST = 6, 18, 32
"""Of the column with the times, and of those of members."""
NOW, OFF = "bold red", "bright_black"
CLOSED = "·   "
"""What time in which a member doesn't work is filled with."""
FEWEST_ROWS = 6


def day_view(day: LocationDay, width: int, step: int, height: int | None = None) -> RenderableType:
    """Return a day as it fits into a width; with a height only the rows around the present moment."""
    if width < TIME_WIDTH + NARROWEST:
        return Group(_title(day), *(Text(line, overflow="fold") for line in list_lines(day)))
    lanes = lanes_of(day)
    per_table = max(1, (width - TIME_WIDTH) // (NARROWEST + 1))
    groups = [lanes[start : start + per_table] for start in range(0, len(lanes), per_table)]
    column = min(WIDEST, (width - TIME_WIDTH) // min(per_table, max(1, len(lanes))) - 1)
    rows = rows_of(lanes, step)
    if height is not None:
        # Title and legend, and of each table the names, the present moment and a line below.
        room = (height - 2) // max(1, len(groups)) - 3
        rows = rows_around(rows, minute_of(day.now, day), max(FEWEST_ROWS, room))
    parts: list[RenderableType] = [_title(day)]
    for group in groups:
        parts += [_table(day, group, rows, step, column), Text()]
    if not groups:
        parts.append(Text("No team member works on this day.", OFF))
    return Group(*parts, _legend(day))


def list_lines(day: LocationDay) -> Iterator[str]:
    """Yield the appointments of all members in the order of time, a line for each."""
    named = [(block, member.name) for member in day.members for block in blocks_of(member.appointments, day)]
    for block, name in sorted(named, key=lambda each: (each[0].start, each[0].appointment.id)):
        times = f"{_clock(block.start)}–{_clock(block.end)}"
        yield f"{times} {printable(name)}: {_told(block.appointment)} ({NAMES[block.appointment.attendance]})"


def _title(day: LocationDay) -> Text:
    return Text(f"{printable(day.title)}, {day.date:%A %d %B %Y}", "bold")


def _table(day: LocationDay, lanes: Sequence[Lane], rows: Sequence[int], step: int, column: int) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, collapse_padding=True)
    table.add_column("", width=TIME_WIDTH - 1, no_wrap=True)
    for lane in lanes:
        name = printable(lane.member.name) if lane.is_first else "〃"
        table.add_column(Text(name, "bold"), width=column, no_wrap=True, overflow="ellipsis")
    now = minute_of(day.now, day)
    for row in rows:
        table.add_row(_time(row), *(_cell(lane, row, step, column) for lane in lanes))
        if row <= now < row + step:
            table.add_row(Text(_clock(now), NOW), *(_moment(lane, now, column) for lane in lanes))
    return table


def _time(row: int) -> Text:
    return Text(_clock(row), "bold" if row % 60 == 0 else OFF)


def _cell(lane: Lane, row: int, step: int, width: int) -> Text:
    started = lane.starting_in(row, row + step)
    block = started[0] if started else lane.running_at(row)
    if block is None:
        return Text(" " * width if lane.is_working(row) else (CLOSED * width)[:width], OFF)
    style, style_of_break = COLORS[block.appointment.attendance]
    text = " + ".join(_heading(each, is_short=_rows_of(each, step) < 2) for each in started)
    if not started:
        text = _line(block, row, step)
    is_break = not started and row >= block.break_at
    shown = Text(f"▌{text}", style_of_break if is_break else style)
    if started:
        shown.stylize("bold")
    shown.truncate(width, overflow="ellipsis", pad=True)
    return shown


def _moment(lane: Lane, now: int, width: int) -> Text:
    """Return the line of the present moment, over what goes on then."""
    block = lane.running_at(now)
    background = f" on {COLORS[block.appointment.attendance][0].rpartition(' ')[2]}" if block else ""
    return Text("─" * width, f"{NOW}{background}")


def _heading(block: Block, *, is_short: bool) -> str:
    client = printable(block.appointment.client) or "–"
    services = f" · {_services(block.appointment)}" if is_short else ""
    return f"{_clock(block.start)} {client}{services}"


def _line(block: Block, row: int, step: int) -> str:
    """Return what a block shows in a row after its first: the services in the second, the comment in the third."""
    number = row // step - block.start // step
    lines = (_services(block.appointment), printable(block.appointment.comment))
    return f" {lines[number - 1]}" if number <= len(lines) else ""


def _rows_of(block: Block, step: int) -> int:
    """Return in how many rows a block is shown."""
    return -(-block.end // step) - block.start // step


def _told(appointment: Appointment) -> str:
    return ", ".join(filter(None, (printable(appointment.client), _services(appointment))))


def _services(appointment: Appointment) -> str:
    return printable(", ".join(appointment.services))


def _legend(day: LocationDay) -> Text:
    counts = Counter(each.attendance for member in day.members for each in member.appointments)
    legend = Text()
    for attendance, (style, _) in COLORS.items():
        legend.append("  ", style.removeprefix("strike "))
        legend.append(f" {NAMES[attendance]} {counts[attendance]}   ")
    return legend


def _clock(minute: int) -> str:
    return format_clock(minute % (24 * 60))
