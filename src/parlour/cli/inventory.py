"""Stock: checking it, what is running low, exporting it to a file, and a location's settings for it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
import typer
from msgspec import UNSET

from parlour.access.tenant import get_operators_tenant
from parlour.areas.inventory.model.settings import SettingsPatch, StockSettings
from parlour.areas.inventory.queries.settings import get_settings, update_settings
from parlour.areas.products.model.low_stock import LowProduct, Threshold
from parlour.areas.products.operator import list_low_products
from parlour.areas.stock.operator import history
from parlour.cli.inventory_check import check
from parlour.cli.inventory_export import Location, export
from parlour.cli.options import example, new_group, record_id
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection
from parlour.errors import NotFound

NEVER = "never"


class Negative(StrEnum):
    """What happens to a request that would leave a negative amount."""

    ALLOW = "allow"
    REFUSE = "refuse"


class LowStock(msgspec.Struct, frozen=True):
    """A product that is running low. Amounts are in write-off units; the order is in sale units, with its cost."""

    id: int
    article: str
    title: str
    on_hand: Decimal
    critical: Decimal
    desired: Decimal
    unit: str
    order: Decimal
    order_unit: str
    order_cost: Decimal

    @classmethod
    def of(cls, product: LowProduct) -> "LowStock":
        return cls(
            id=product.id,
            article=product.article,
            title=product.title,
            on_hand=product.on_hand_amount,
            critical=Decimal(product.critical_amount),
            desired=Decimal(product.desired_amount),
            unit=product.write_off_unit_short_title,
            order=product.to_order.sale_amount,
            order_unit=product.sale_unit_short_title,
            order_cost=product.to_order.cost,
        )


def _closing_day(text: str) -> str:
    try:
        return text if text == NEVER else date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; expected one such as 2026-01-31, or {NEVER}.") from None


def register(app: typer.Typer) -> None:
    group = new_group("Stock: checks, products running low, export and settings.")
    group.command("check", epilog=example("inventory check"))(check)
    group.command("low", epilog=example("inventory low 1 --below desired"))(show_low)
    group.command("export", epilog=example("inventory export 1 --from 2026-01-01 --output january.csv"))(export)
    group.command("settings", epilog=example("inventory settings 1 --closed-until 2026-01-31"))(settings_of_stock)
    group.command("history", epilog=example("inventory history 70001"))(show_history)
    app.add_typer(group, name="inventory")


@on_database
def show_low(
    call: Call,
    location: Location,
    below: Annotated[
        Threshold, typer.Option("--below", help="Which of the product's two amounts to compare with.")
    ] = Threshold.CRITICAL,
) -> None:
    """List the products that are running low, and what to order."""
    low = call.in_transaction(lambda conn: list_low_products(conn, location, below))
    call.show_list(LowStock, [LowStock.of(product) for product in low])


@on_database
def settings_of_stock(
    call: Call,
    location: Location,
    negative_stock: Annotated[
        Negative | None, typer.Option("--negative-stock", help="Whether stock may become negative.")
    ] = None,
    closed_until: Annotated[
        str | None,
        typer.Option(
            "--closed-until",
            metavar="DAY",
            parser=_closing_day,
            help=f"Documents of this day and earlier can't be changed; {NEVER} removes the limit.",
        ),
    ] = None,
) -> None:
    """Show or change the stock settings of a location."""
    patch = SettingsPatch(
        allows_negative_stock=UNSET if negative_stock is None else negative_stock is Negative.ALLOW,
        closed_until=UNSET
        if closed_until is None
        else None
        if closed_until == NEVER
        else date.fromisoformat(closed_until),
    )
    call.show(call.in_transaction(lambda conn: _keep(conn, location, patch)))


async def _keep(conn: Connection, location_id: int, patch: SettingsPatch) -> StockSettings:
    tenant = await get_operators_tenant(conn, location_id)
    if patch == SettingsPatch():
        return await get_settings(conn, tenant)
    return await update_settings(conn, tenant, patch)


@on_database
def show_history(
    call: Call,
    transaction: Annotated[
        int, typer.Argument(metavar="TRANSACTION", parser=record_id, help="The id, as shown by a search.")
    ],
) -> None:
    """Show the history of a transaction in the ledger: its values, and when and by whom they were changed."""
    postings = call.in_transaction(lambda conn: _history(conn, transaction))
    call.show_list(history.Posting, postings)


async def _history(conn: Connection, transaction_id: int) -> list[history.Posting]:
    if not await history.has_transaction(conn, transaction_id):
        raise NotFound(f"Transaction {transaction_id}")
    return await history.list_postings(conn, transaction_id)
