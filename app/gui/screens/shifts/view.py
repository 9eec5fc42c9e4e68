"""Every shift: who had which drawer, and how it was closed."""

from __future__ import annotations

from app.areas.drawers import lists
from app.areas.drawers.lists import ShiftRow, ShiftTotals
from app.areas.drawers.values import ShiftState
from app.gui.desk import Desk
from app.gui.tables import cells
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import ChipLook, Column
from app.kernel.i18n import format_money
from app.kernel.listing import Op, Sort
from app.kernel.translate import t, tn


class View(ListScreen[ShiftRow]):
    """The list. What a drawer holds is known only when it is closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec(desk))


def state_look(row: ShiftRow) -> ChipLook:
    """Where a shift stands as icon and word."""
    looks = {
        ShiftState.OPEN: ChipLook("archive-box", t("Open"), "money_in"),
        ShiftState.COUNTED: ChipLook("clock", t("Counted"), "caution"),
        ShiftState.CLOSED: ChipLook("check-circle", t("Closed"), "muted"),
    }
    return looks[row.state]


def difference_words(row: ShiftRow) -> str:
    """What was too much or too little; a closed drawer without a difference says so."""
    if row.difference is None:
        return ""
    return format_money(row.difference) if row.difference else t("none")


def _spec(desk: Desk) -> ListSpec[ShiftRow]:
    return ListSpec(
        name="shifts",
        title=t("Shifts"),
        columns=_columns(desk),
        usual=Sort("opened", descending=True),
        page=lists.shifts,
        marks=lists.shift_marks,
        totals=lists.shift_totals,
        count_words=lambda n: tn("{count} shift", "{count} shifts", n),
        totals_words=_totals,
        find_words=t("Number or cashier"),
        empty=t("No drawer was opened yet. Count the float at the drawer to open the first one."),
        watched=frozenset({"shift", "shift_state", "shift_close"}),
        ticks=(
            Tick(t("Open"), "state", Op.ANY_OF, ("open",)),
            Tick(t("Counted"), "state", Op.ANY_OF, ("counted",)),
            Tick(t("Closed"), "state", Op.ANY_OF, ("closed",)),
        ),
    )


def _totals(totals: ShiftTotals) -> tuple[tuple[str, str], ...]:
    return ((t("Differences together"), format_money(totals.difference)),)


def _columns(desk: Desk) -> tuple[ListColumn[ShiftRow], ...]:
    def opened(row: ShiftRow) -> str:
        return cells.moment(row.opened_at, desk.practice)

    def closed(row: ShiftRow) -> str:
        return cells.moment(row.closed_at, desk.practice)

    return (
        ListColumn("number", Column(t("Shift"), lambda r: r.number, width=110), lambda r: r.number),
        ListColumn(
            "business_date",
            Column(t("Business day"), lambda r: cells.day(r.business_date), width=110),
            lambda r: r.business_date,
            leaves=2,
        ),
        ListColumn(
            "cashier",
            Column(t("Cashier"), lambda r: r.cashier, width=150, stretch=True),
            lambda r: r.cashier,
        ),
        ListColumn(
            "drawer", Column(t("Drawer"), lambda r: r.drawer, width=100), lambda r: r.drawer
        ),
        ListColumn("opened", Column(t("Opened"), opened, width=156), opened),
        ListColumn("closed", Column(t("Closed"), closed, width=156), closed, leaves=1),
        ListColumn(
            "state",
            Column(t("State"), lambda r: "", chip=state_look, width=110),
            lambda r: state_look(r).words,
        ),
        ListColumn(
            "float",
            Column(t("Float"), lambda r: cells.amount(r.float_amount), right=True, width=100),
            lambda r: r.float_amount,
            leaves=4,
        ),
        ListColumn(
            "counted",
            Column(t("Counted"), lambda r: cells.amount(r.counted), right=True, width=100),
            lambda r: r.counted,
        ),
        ListColumn(
            "difference",
            Column(
                t("Difference"),
                difference_words,
                right=True,
                tone=lambda r: "danger" if r.difference else "muted",
                width=110,
            ),
            lambda r: r.difference,
        ),
    )
