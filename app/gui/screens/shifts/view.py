"""Every shift: who had which drawer, and how it was closed; Enter lays its Z on the paper."""

from __future__ import annotations

from collections.abc import Callable

from app.areas.drawers import lists
from app.areas.drawers.closing_values import DrawerReport, ReportKind
from app.areas.drawers.lists import ShiftRow, ShiftTotals
from app.areas.drawers.values import ShiftState
from app.areas.payments import explaining
from app.areas.printing.values import AuditedPaper, AuditMark
from app.devices.printing.papers import report_paper
from app.gui.counted_papers import look_at
from app.gui.desk import Desk
from app.gui.money_trail import follow_money
from app.gui.shortcuts import bind, with_key
from app.gui.tables import cells
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import ChipLook, Column
from app.kernel.actor import Permission
from app.kernel.i18n import format_money
from app.kernel.ids import ReportId, ShiftId, UserId
from app.kernel.listing import Op, Sort
from app.kernel.translate import t, tn
from app.storage.reading import Reader


def closing_report(
    reader: Reader, shift_id: ShiftId, asker: UserId
) -> tuple[ReportId, DrawerReport] | None:
    """The Z of a shift that was closed or handed over; None of one from another program."""
    made = explaining.drawer_reports(reader, shift_id)
    ends = [each.report_id for each in made if each.kind is ReportKind.Z]
    return (ends[-1], explaining.drawer_report(reader, ends[-1], asker)) if ends else None


class View(ListScreen[ShiftRow]):
    """The list. What a drawer holds is known only when it is closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec(desk))
        bind(self, "chain.follow", self.follow)

    def follow(self) -> None:
        """Where the money of the marked shift is."""
        row = self.table.current_row()
        if isinstance(row, ShiftRow):
            follow_money(self.desk, "shift", row.shift_id, "shifts")

    def more_verbs(self, row: ShiftRow) -> tuple[tuple[str, Callable[[], object]], ...]:
        verbs: list[tuple[str, Callable[[], object]]] = [
            (with_key(t("Where its money is"), "chain.follow"), self.follow)
        ]
        if self._may_close(row):
            verbs.append((_close_words(row), lambda: self._close(row)))
        return tuple(verbs)

    def _may_close(self, row: ShiftRow) -> bool:
        open_still = row.state is not ShiftState.CLOSED
        others = row.user_id != self.desk.actor.user_id or bool(row.window)
        return open_still and others and self.desk.actor.may(Permission.CLOSE_ANY_SHIFT)

    def _close(self, row: ShiftRow) -> None:
        """Where drawers are counted for others, standing on this one."""
        self.desk.go("drawer", row.shift_id)

    def open_row(self, row: ShiftRow) -> None:
        """The Z of a closed shift; one's own open drawer; of another's open drawer, why not."""
        if row.state is ShiftState.CLOSED:
            self.desk.runner.ask(
                closing_report,
                row.shift_id,
                self.desk.actor.user_id,
                done=self._show_report,
                key="shifts.report",
            )
        elif row.user_id == self.desk.actor.user_id and not row.window:
            self.desk.go("drawer")
        elif row.window and self._may_close(row):
            self._close(row)
        else:
            self.desk.toasts.caution(
                t("{number} of {name} is not closed yet.", number=row.number, name=row.cashier),
                t("Its Z report is here as soon as the drawer is closed."),
            )

    def _show_report(self, found: tuple[ReportId, DrawerReport] | None) -> None:
        if found is None:
            self.desk.toasts.caution(t("No report was made of this shift."))
            return
        (report_id, report), paper = found, self.desk.paper

        def show(mark: AuditMark) -> None:
            shown = report_paper(report, paper.columns, None, mark, report_id, paper.design)
            paper.show_paper(shown)

        look_at(self.desk.runner, AuditedPaper.DRAWER_REPORT, report_id, show)


def state_look(row: ShiftRow) -> ChipLook:
    """Where a shift stands as icon and word."""
    looks = {
        ShiftState.OPEN: ChipLook("archive-box", t("Open"), "money_in"),
        ShiftState.COUNTED: ChipLook("clock", t("Counted"), "caution"),
        ShiftState.CLOSED: ChipLook("check-circle", t("Closed"), "muted"),
    }
    return looks[row.state]


def drawer_words(row: ShiftRow) -> str:
    """Which drawer, and at which window where it is not this one."""
    return (
        t("{drawer} at {window}", drawer=row.drawer, window=row.window)
        if row.window
        else (row.drawer)
    )


def _close_words(row: ShiftRow) -> str:
    if row.window:
        return t("Close it for {window}", window=row.window)
    return t("Count and close it for {name}", name=row.cashier)


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
        open_words=t("Show its Z report, or the open drawer"),
        ticks=(
            Tick(t("Open"), "state", Op.ANY_OF, ("open",)),
            Tick(t("Counted"), "state", Op.ANY_OF, ("counted",)),
            Tick(t("Closed"), "state", Op.ANY_OF, ("closed",)),
        ),
    )


def _totals(totals: ShiftTotals) -> tuple[tuple[str, str], ...]:
    return ((t("Total difference"), format_money(totals.difference)),)


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
            leaves=3,
        ),
        ListColumn(
            "cashier",
            Column(t("Cashier"), lambda r: r.cashier, width=150, stretch=True),
            lambda r: r.cashier,
        ),
        ListColumn("drawer", Column(t("Drawer"), drawer_words, width=140), drawer_words, leaves=1),
        ListColumn("opened", Column(t("Opened"), opened, width=156), opened),
        ListColumn("closed", Column(t("Closed"), closed, width=156), closed, leaves=2),
        ListColumn(
            "state",
            Column(t("Status"), lambda r: "", chip=state_look, width=110),
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
