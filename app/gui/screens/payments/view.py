"""Every payment: who paid what and how; Enter lays its receipt on the paper."""

from __future__ import annotations

from collections.abc import Callable

from app.areas.payments import lists, queries
from app.areas.payments.lists import PaymentRow, PaymentTotals
from app.areas.payments.values import Channel, PaymentStatus
from app.gui.card_codes import card_words
from app.gui.desk import Desk
from app.gui.money_trail import follow_money
from app.gui.shortcuts import bind, with_key
from app.gui.tables import cells
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import ChipLook, Column
from app.gui.widgets.buttons import Button
from app.kernel.i18n import format_money
from app.kernel.listing import Op, Sort
from app.kernel.translate import t, t_own, tn


class View(ListScreen[PaymentRow]):
    """The list. A sum that holds the cash of one's own open drawer is not shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec(desk))
        bind(self, "chain.follow", self.follow)
        bind(self, "payments.cards", self.to_cards)
        bind(self, "payments.refund", self.refund)
        self.cards_button = Button("", kind="quiet", icon="credit-card")
        self.cards_button.setAccessibleName(t("Card payments"))
        tip = with_key(t("Card payments, the failed ones too"), "payments.cards")
        self.cards_button.setToolTip(tip)
        self.cards_button.clicked.connect(self.to_cards)
        self.head.add(self.cards_button, 1)

    def to_cards(self) -> None:
        """Every attempt to charge a card, with its own filters."""
        self.desk.go("card_payments")

    def follow(self) -> None:
        """Where the money of the marked payment is."""
        row = self.table.current_row()
        if isinstance(row, PaymentRow):
            follow_money(self.desk, "payment", row.payment_id, "payments")

    def refund(self) -> None:
        """Ask for money of the marked payment to go back."""
        row = self.table.current_row()
        if isinstance(row, PaymentRow):
            self.desk.refund_payment(row.payment_id)

    def open_row(self, row: PaymentRow) -> None:
        if row.receipt_id is not None:
            self.desk.runner.ask(
                queries.receipt, row.receipt_id, done=self.desk.paper.show, key="payments.receipt"
            )

    def more_verbs(self, row: PaymentRow) -> tuple[tuple[str, Callable[[], object]], ...]:
        back = row.status is PaymentStatus.RETURNED
        return (
            (with_key(t("Where its money is"), "chain.follow"), self.follow),
            (t("Correct, void or re-allocate"), lambda: self.desk.open_payment(row.payment_id)),
            (
                t("Letter, or take the return back…") if back else t("Returned check…"),
                lambda: self.desk.return_check_of(row.payment_id),
            ),
            (with_key(t("Refund…"), "payments.refund"), self.refund),
            (t("Open the account"), lambda: self.desk.go("account", row.account_id)),
        )


def status_look(row: PaymentRow) -> ChipLook:
    """How a payment stands as icon and word."""
    if row.status is PaymentStatus.VOID:
        return ChipLook("prohibit", t("Void"), "danger")
    if row.status is PaymentStatus.RETURNED:
        return ChipLook("arrow-bend-up-left", t("Check returned"), "danger")
    if row.status is PaymentStatus.REFUNDED:
        return ChipLook("arrow-bend-up-left", t("Refunded"), "caution")
    if row.status is PaymentStatus.PART_REFUNDED:
        return ChipLook("arrow-bend-up-left", t("Part refunded"), "caution")
    if row.corrected:
        return ChipLook("arrow-counter-clockwise", t("Corrected"), "caution")
    return ChipLook("check-circle", t("Received"), "muted")


def _cards(row: PaymentRow) -> str:
    """Its card tenders: brand, last four digits, wallet."""
    return ", ".join(card_words(each.brand, each.last4, each.wallet) for each in row.cards)


def channel_words(channel: Channel) -> str:
    words = {
        Channel.COUNTER: t("Counter"),
        Channel.MAIL: t("By mail"),
        Channel.ONLINE: t("Online"),
    }
    return words[channel]


def _spec(desk: Desk) -> ListSpec[PaymentRow]:
    return ListSpec(
        name="payments",
        title=t("Payments"),
        columns=_columns(desk),
        usual=Sort("at", descending=True),
        page=lists.payments,
        marks=lists.payment_marks,
        totals=lists.payment_totals,
        count_words=lambda n: tn("{count} payment", "{count} payments", n),
        totals_words=_totals,
        find_words=t("Receipt or patient"),
        empty=t("No payment was taken yet. Take the first one on the Counter."),
        watched=frozenset({"payment", "payment_state", "shift_state"}),
        ticks=(
            Tick(t("Received"), "status", Op.ANY_OF, ("completed",)),
            Tick(t("Void"), "status", Op.ANY_OF, ("void",)),
            Tick(t("Returned"), "status", Op.ANY_OF, ("returned",)),
            Tick(t("Refunded"), "status", Op.ANY_OF, ("part_refunded", "refunded")),
            Tick(t("Counter"), "channel", Op.ANY_OF, ("counter",)),
            Tick(t("Mail, online"), "channel", Op.ANY_OF, ("mail", "online")),
        ),
        blind=True,
        open_words=t("Show the receipt"),
    )


def _totals(totals: PaymentTotals) -> tuple[tuple[str, str], ...]:
    if totals.amount is None:
        return ((t("The sum is shown when your drawer is closed"), ""),)
    return ((t("Received"), format_money(totals.amount)),)


def _columns(desk: Desk) -> tuple[ListColumn[PaymentRow], ...]:
    def when(row: PaymentRow) -> str:
        return cells.moment(row.at, desk.practice)

    return (
        ListColumn(
            "number", Column(t("Receipt"), lambda r: r.number, width=112), lambda r: r.number
        ),
        ListColumn("at", Column(t("When"), when, width=156), when),
        ListColumn(
            "business_date",
            Column(t("Business day"), lambda r: cells.day(r.business_date), width=110),
            lambda r: r.business_date,
            usual=False,
        ),
        ListColumn(
            "account",
            Column(t("Account"), lambda r: r.account_number, width=110),
            lambda r: r.account_number,
            usual=False,
        ),
        ListColumn(
            "name",
            Column(t("Patient"), lambda r: r.name, width=164, stretch=True),
            lambda r: r.name,
        ),
        ListColumn(
            "tender",
            Column(t("Paid with"), lambda r: t_own(r.tender), width=130),
            lambda r: r.tender,
        ),
        ListColumn("card", Column(t("Card"), _cards, width=184), _cards, leaves=1),
        *_taken_columns(),
    )


def _taken_columns() -> tuple[ListColumn[PaymentRow], ...]:
    """By whom and how it was taken, and how it stands."""
    return (
        ListColumn(
            "cashier",
            Column(t("Cashier"), lambda r: r.cashier, width=140),
            lambda r: r.cashier,
            leaves=2,
        ),
        ListColumn(
            "shift",
            Column(t("Shift"), lambda r: r.shift_number, width=110),
            lambda r: r.shift_number,
            usual=False,
        ),
        ListColumn(
            "channel",
            Column(t("Came by"), lambda r: channel_words(r.channel), width=100),
            lambda r: channel_words(r.channel),
            usual=False,
        ),
        ListColumn(
            "status",
            Column(t("Status"), lambda r: "", chip=status_look, width=152),
            lambda r: status_look(r).words,
        ),
        ListColumn(
            "amount",
            Column(
                t("Amount"),
                lambda r: cells.amount(r.amount),
                right=True,
                tone=lambda r: "text" if r.status is PaymentStatus.COMPLETED else "muted",
                width=110,
            ),
            lambda r: None if r.hidden else r.amount,
        ),
    )
