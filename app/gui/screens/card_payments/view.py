"""Every attempt to charge a card, the failed ones too; Enter shows the payment that it made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.areas.cards import lists
from app.areas.cards.values import AttemptRow, CardStatus
from app.gui.card_codes import card_words, funding_words, wallet_words
from app.gui.desk import Desk
from app.gui.tables import cells
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import ChipLook, Column
from app.kernel.listing import ListWanted, Op, Sort
from app.kernel.translate import t, tn
from app.storage.reading import Reader

CHARGED = frozenset({CardStatus.COMPLETED, CardStatus.PART_REFUNDED, CardStatus.REFUNDED})


@dataclass(frozen=True, slots=True)
class Totals:
    count: int


def totals(reader: Reader, wanted: ListWanted) -> Totals:
    """How many there are; what they come to, the list of payments says."""
    return Totals(lists.attempt_count(reader, wanted))


class View(ListScreen[AttemptRow]):
    """The list; a failed attempt says in words why."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec(desk))

    def open_subject(self, subject: str) -> None:
        """An account by its number: its card payments alone."""
        self.head.search.setText(subject)

    def open_row(self, row: AttemptRow) -> None:
        if row.status in CHARGED or (row.status is CardStatus.VOID and row.last4):
            self.desk.open_payment(row.payment_id)
        else:
            self.desk.go("counter", row.account_id)

    def back(self) -> None:
        """Esc without anything to clear goes back to the payments."""
        if self.head.search.text() or self.head.ticks:
            super().back()
        else:
            self.desk.go("payments")

    def more_verbs(self, row: AttemptRow) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (
            (t("To the Counter"), lambda: self.desk.go("counter", row.account_id)),
            (t("Open the account"), lambda: self.desk.go("account", row.account_id)),
        )


def status_look(row: AttemptRow) -> ChipLook:
    """How it stands as icon and word."""
    return {
        CardStatus.PENDING: ChipLook("clock", t("Pending"), "caution"),
        CardStatus.PROCESSING: ChipLook("clock", t("Processing"), "caution"),
        CardStatus.COMPLETED: ChipLook("check-circle", t("Completed"), "muted"),
        CardStatus.FAILED: ChipLook("x-circle", t("Failed"), "danger"),
        CardStatus.PART_REFUNDED: ChipLook("arrow-bend-up-left", t("Part refunded"), "caution"),
        CardStatus.REFUNDED: ChipLook("arrow-bend-up-left", t("Refunded"), "caution"),
        CardStatus.VOID: ChipLook("prohibit", t("Void"), "muted"),
    }[row.status]


def _spec(desk: Desk) -> ListSpec[AttemptRow]:
    return ListSpec(
        name="card_payments",
        title=t("Card payments"),
        columns=_columns(desk),
        usual=Sort("at", descending=True),
        page=lists.attempts,
        marks=lists.attempt_marks,
        totals=totals,
        count_words=lambda n: tn("{count} card payment", "{count} card payments", n),
        totals_words=lambda _totals: (),
        find_words=t("Account number or patient"),
        empty=t("No card was charged yet. F8 on the Counter begins."),
        watched=frozenset(
            {"card_attempt", "card_attempt_state", "card_charge", "payment_state", "card_working"}
        ),
        ticks=(
            Tick(t("Completed"), "status", Op.ANY_OF, ("completed",)),
            Tick(t("Failed"), "status", Op.ANY_OF, ("failed",)),
            Tick(t("Not ended"), "status", Op.ANY_OF, ("pending", "processing")),
            Tick(t("Refunded"), "status", Op.ANY_OF, ("part_refunded", "refunded")),
        ),
        open_words=t("Show the payment"),
    )


def _columns(desk: Desk) -> tuple[ListColumn[AttemptRow], ...]:
    def when(row: AttemptRow) -> str:
        return cells.moment(row.at, desk.practice)

    def card(row: AttemptRow) -> str:
        return card_words(row.brand, row.last4)

    return (
        ListColumn("at", Column(t("When"), when, width=142), when),
        ListColumn(
            "account",
            Column(t("Account"), lambda r: r.account_number, width=110),
            lambda r: r.account_number,
            usual=False,
        ),
        ListColumn("name", Column(t("Patient"), lambda r: r.name, width=140), lambda r: r.name),
        ListColumn("brand", Column(t("Card"), card, width=156), card, leaves=1),
        ListColumn(
            "funding",
            Column(t("Kind"), lambda r: funding_words(r.funding), width=74),
            lambda r: funding_words(r.funding),
            leaves=2,
        ),
        ListColumn(
            "wallet",
            Column(t("Wallet"), lambda r: wallet_words(r.wallet), width=92),
            lambda r: wallet_words(r.wallet),
            leaves=3,
        ),
        ListColumn(
            "status",
            Column(t("Status"), lambda r: "", chip=status_look, width=122),
            lambda r: status_look(r).words,
        ),
        ListColumn(
            "code",
            Column(t("What happened"), lambda r: r.words, width=180, stretch=True),
            lambda r: r.words,
        ),
        *_where_columns(),
    )


def _where_columns() -> tuple[ListColumn[AttemptRow], ...]:
    """At which window, by whom, and how much."""
    return (
        ListColumn(
            "window",
            Column(t("Window"), lambda r: r.window, width=80),
            lambda r: r.window,
            usual=False,
        ),
        ListColumn(
            "by", Column(t("Cashier"), lambda r: r.by, width=130), lambda r: r.by, usual=False
        ),
        ListColumn(
            "amount",
            Column(
                t("Amount"),
                lambda r: cells.amount(r.amount),
                right=True,
                tone=lambda r: "text" if r.status in CHARGED else "muted",
                width=96,
            ),
            lambda r: r.amount,
        ),
    )
