"""Every account: find one, see what it owes, open it."""

from __future__ import annotations

from collections.abc import Callable

from app.areas.parties import lists
from app.areas.parties.lists import AccountRow, AccountTotals
from app.areas.parties.values import AccountStatus
from app.gui.desk import Desk
from app.gui.shortcuts import bind, with_key
from app.gui.tables import cells
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import ChipLook, Column
from app.gui.widgets.buttons import Button
from app.kernel.actor import Permission
from app.kernel.i18n import format_money
from app.kernel.listing import Op, Sort
from app.kernel.translate import t, tn


class View(ListScreen[AccountRow]):
    """The list; Enter opens the account."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec())
        bind(self, "account.new", lambda: desk.new_patient())
        bind(self, "account.charge", self._charge)
        bind(self, "accounts.twice", self.to_duplicates)
        self.twice_button = Button("", kind="quiet", icon="users")
        self.twice_button.setAccessibleName(t("Who may be there twice"))
        tip = with_key(t("Who may be there twice"), "accounts.twice")
        self.twice_button.setToolTip(tip)
        self.twice_button.clicked.connect(self.to_duplicates)
        self.head.add(self.twice_button, 1)

    def to_duplicates(self) -> None:
        """People with two accounts: candidates, and what was merged."""
        if self.desk.actor.may(Permission.MERGE_ACCOUNTS):
            self.desk.go("duplicates")

    def arrive(self) -> None:
        self.twice_button.setVisible(self.desk.actor.may(Permission.MERGE_ACCOUNTS))
        super().arrive()

    def _charge(self) -> None:
        row = self.table.current_row()
        if isinstance(row, AccountRow):
            self.desk.write_charge(row.account_id)

    def more_verbs(self, row: AccountRow) -> tuple[tuple[str, Callable[[], object]], ...]:
        return ((t("New charge"), lambda: self.desk.write_charge(row.account_id)),)

    def open_row(self, row: AccountRow) -> None:
        self.desk.go("account", row.account_id)


def status_look(status: AccountStatus) -> ChipLook:
    """The status of an account as icon and word."""
    looks = {
        AccountStatus.ACTIVE: ChipLook("check-circle", t("Active"), "muted"),
        AccountStatus.SUSPENDED: ChipLook("warning", t("Suspended"), "caution"),
        AccountStatus.COLLECTIONS: ChipLook("warning-circle", t("In collections"), "danger"),
        AccountStatus.CLOSED: ChipLook("prohibit", t("Closed"), "muted"),
        AccountStatus.DECEASED: ChipLook("flag", t("Deceased"), "muted"),
    }
    return looks[status]


def row_look(row: AccountRow) -> ChipLook:
    """The status of an account in the list; one that was merged says which stands for it."""
    if row.merged_into:
        return ChipLook("users", t("Merged: {number}", number=row.merged_into), "muted")
    return status_look(row.status)


def _spec() -> ListSpec[AccountRow]:
    return ListSpec(
        name="accounts",
        title=t("Accounts"),
        columns=columns(),
        usual=Sort("name"),
        page=lists.accounts,
        marks=lists.account_marks,
        totals=lists.account_totals,
        count_words=lambda n: tn("{count} account", "{count} accounts", n),
        totals_words=_totals,
        find_words=t("Name, number, phone or birth date"),
        empty=t("There are no accounts yet. Ctrl+N makes the first one."),
        watched=frozenset({"account", "patient", "account_balance", "account_alias"}),
        ticks=(
            Tick(t("Owes"), "owed", Op.AT_LEAST, ("1",)),
            Tick(t("Has credit"), "credit", Op.AT_LEAST, ("1",)),
            Tick(t("Active"), "status", Op.ANY_OF, ("active",)),
        ),
        moving=("credit", "owed"),
        open_words=t("Open the account"),
    )


def _totals(totals: AccountTotals) -> tuple[tuple[str, str], ...]:
    return (
        (t("Owed"), format_money(totals.owed)),
        (t("Credit"), format_money(totals.credit)),
    )


def columns() -> tuple[ListColumn[AccountRow], ...]:
    """The columns of the list, in their order."""
    return (
        ListColumn(
            "number", Column(t("Number"), lambda r: r.number, width=110), lambda r: r.number
        ),
        ListColumn(
            "name",
            Column(t("Name"), lambda r: r.name, width=180, stretch=True),
            lambda r: r.name,
        ),
        ListColumn(
            "birth_date",
            Column(t("Born"), lambda r: cells.born(r.birth_date), width=116),
            lambda r: r.birth_date,
        ),
        ListColumn(
            "phone",
            Column(t("Phone"), lambda r: r.phone, width=136),
            lambda r: r.phone,
            leaves=1,
        ),
        ListColumn(
            "status",
            Column(
                t("Status"),
                lambda r: "",
                chip=row_look,
                width=140,
            ),
            lambda r: row_look(r).words,
        ),
        ListColumn(
            "credit",
            Column(t("Credit"), lambda r: cells.amount(r.credit), right=True, width=110),
            lambda r: r.credit,
        ),
        ListColumn(
            "owed",
            Column(t("Owes"), lambda r: cells.amount(r.owed), right=True, width=120),
            lambda r: r.owed,
        ),
    )
