"""A table of targets in groups, for the terminal and as Markdown."""

import msgspec
from rich.table import Table

Row = tuple[str, ...]


class Sheet(msgspec.Struct, frozen=True):
    """Groups of rows, each under its title; a row's first cell is the name of its target."""

    columns: Row
    groups: list[tuple[str, list[Row]]]

    def table(self) -> Table:
        table = Table()
        for number, column in enumerate(self.columns):
            table.add_column(column, justify="right" if number else "left", no_wrap=True)
        for title, rows in self.groups:
            table.add_row(f"[bold]{title}[/bold]")
            for row in rows:
                style = "bold" if row[0] == "Parlour" else ""
                table.add_row(f"  {row[0]}", *row[1:], style=style, end_section=row is rows[-1])
        return table

    def markdown(self) -> str:
        lines = [f"| {' | '.join(('', *self.columns))} |", f"| --- | --- |{' ---: |' * (len(self.columns) - 1)}"]
        for title, rows in self.groups:
            lines.extend(f"| {' | '.join((title if row is rows[0] else '', *row))} |" for row in rows)
        return "\n".join(lines)
