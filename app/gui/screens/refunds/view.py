"""Every refund: what waits for whom first; Enter opens it with all that may be done about it."""

from __future__ import annotations

from collections.abc import Callable

from app.areas.refunds import lists
from app.areas.refunds.rules import method_words
from app.areas.refunds.shown_values import RefundRow, RefundTotals
from app.areas.refunds.values import RefundStatus
from app.gui.desk import Desk
from app.gui.dialogs.refund_words import status_look
from app.gui.tables import cells
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import ChipLook, Column
from app.kernel.i18n import format_money
from app.kernel.ids import RefundId
from app.kernel.listing import Op, Sort
from app.kernel.translate import t, tn


class View(ListScreen[RefundRow]):
    """The worklist. A sum that holds cash of one's own open drawer is not shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec(desk))

    def open_subject(self, subject: str) -> None:
        """A task or another screen leads to one refund."""
        self.desk.show_refund(RefundId(subject))

    def open_row(self, row: RefundRow) -> None:
        self.desk.show_refund(row.refund_id)

    def more_verbs(self, row: RefundRow) -> tuple[tuple[str, Callable[[], object]], ...]:
        return ((t("Open the account"), lambda: self.desk.go("account", row.account_id)),)


def _look(row: RefundRow) -> ChipLook:
    return status_look(row.status, overdue=row.overdue)


def _due(row: RefundRow) -> str:
    done = row.status in (RefundStatus.COMPLETED, RefundStatus.CANCELLED)
    return "" if done else cells.day(row.due_on)


def _spec(desk: Desk) -> ListSpec[RefundRow]:
    return ListSpec(
        name="refunds",
        title=t("Refunds"),
        columns=_columns(desk),
        usual=Sort("at", descending=True),
        page=lists.refunds,
        marks=lists.refund_marks,
        totals=lists.refund_totals,
        count_words=lambda n: tn("{count} refund", "{count} refunds", n),
        totals_words=_totals,
        find_words=t("Refund number or patient"),
        empty=t("Nobody asked for a refund yet. Begin one from a receipt or from an account."),
        watched=frozenset({"refund_state", "refund_step", "shift_state"}),
        ticks=(
            Tick(t("To agree"), "status", Op.ANY_OF, ("pending",)),
            Tick(t("To give"), "status", Op.ANY_OF, ("approved",)),
            Tick(t("Processing"), "status", Op.ANY_OF, ("processed",)),
            Tick(t("Failed"), "status", Op.ANY_OF, ("failed",)),
            Tick(t("Given back"), "status", Op.ANY_OF, ("completed",)),
            Tick(t("Cancelled"), "status", Op.ANY_OF, ("cancelled",)),
        ),
        blind=True,
        open_words=t("Open the refund"),
    )


def _totals(totals: RefundTotals) -> tuple[tuple[str, str], ...]:
    if totals.amount is None:
        return ((t("The sum is shown when your drawer is closed"), ""),)
    return ((t("Total"), format_money(totals.amount)),)


def _columns(desk: Desk) -> tuple[ListColumn[RefundRow], ...]:
    def when(row: RefundRow) -> str:
        return cells.moment(row.at, desk.practice)

    return (
        ListColumn(
            "number", Column(t("Refund"), lambda r: r.number, width=124), lambda r: r.number
        ),
        ListColumn("at", Column(t("Asked for"), when, width=148), when),
        ListColumn(
            "account",
            Column(t("Account"), lambda r: r.account_number, width=110),
            lambda r: r.account_number,
            usual=False,
        ),
        ListColumn(
            "name",
            Column(t("Patient"), lambda r: r.name, width=180, stretch=True),
            lambda r: r.name,
        ),
        ListColumn(
            "method",
            Column(t("Which way"), lambda r: method_words(r.method), width=130),
            lambda r: method_words(r.method),
            leaves=1,
        ),
        ListColumn(
            "requested_by",
            Column(t("Asked for by"), lambda r: r.requested_by, width=130),
            lambda r: r.requested_by,
            leaves=2,
        ),
        ListColumn(
            "window",
            Column(t("Window"), lambda r: r.window, width=80),
            lambda r: r.window,
            usual=False,
        ),
        *_state_columns(),
    )


def _state_columns() -> tuple[ListColumn[RefundRow], ...]:
    """Until when it has to be back, where it stands, and how much it is."""
    return (
        ListColumn(
            "due_on",
            Column(
                t("Back by"),
                _due,
                tone=lambda r: "danger" if r.overdue else "text",
                width=104,
            ),
            lambda r: r.due_on,
        ),
        ListColumn(
            "status",
            Column(t("Status"), lambda r: "", chip=_look, width=164),
            lambda r: _look(r).words,
        ),
        ListColumn(
            "amount",
            Column(
                t("Amount"),
                lambda r: cells.amount(r.amount),
                right=True,
                tone=lambda r: "muted" if r.status is RefundStatus.CANCELLED else "text",
                width=110,
            ),
            lambda r: None if r.hidden else r.amount,
        ),
    )
