"""The Counter's lists: open invoices with what each gets, receipts, parked forms, people found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.areas.parties.values import AccountStatus, Found
from app.areas.payments.values import (
    CounterAccount,
    FamilyMember,
    LatestPayment,
    ParkedForm,
    PaymentStatus,
)
from app.gui.screens.counter.pay_lines import PayLine
from app.gui.screens.counter.words import STATUS_WORDS, when
from app.gui.tables.rows_model import ChipLook, Column, RowsModel
from app.kernel.errors import UserError
from app.kernel.i18n import format_money, format_short_date, parse_money
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money
from app.kernel.translate import t, t_own

TodayIs = Callable[[], date]


class OpenInvoices(RowsModel[PayLine]):
    """What can be paid; ticks choose, and the last column shows what each one gets.

    A number in that column that was typed stands in the accent colour.
    """

    def __init__(self, locale: str) -> None:
        self._pays: Mapping[InvoiceId, Money] = {}
        self._typed: frozenset[InvoiceId] = frozenset()
        self._locale = locale
        super().__init__(self._wide(), ticks=True, key=lambda row: row.invoice_id)

    @property
    def pays_column(self) -> int:
        return len(self.columns) - 1

    def show_narrow(self, narrow: bool) -> None:
        """Where room is short, a clock beside the date stands for the word overdue."""
        columns = self._narrow() if narrow else self._wide()
        if len(columns) != len(self.columns):
            self.beginResetModel()
            self.columns, self._sorted = columns, None
            self.endResetModel()

    def _wide(self) -> tuple[Column[PayLine], ...]:
        date, *rest = self._narrow()[1:]
        plain = Column(date.title, date.text, sort_by=date.sort_by)
        due: Column[PayLine] = Column(t("Due"), _due, chip=_overdue)
        return (self._narrow()[0], plain, rest[0], due, *rest[1:])

    def _narrow(self) -> tuple[Column[PayLine], ...]:
        locale = self._locale
        return (
            Column(t("Invoice"), lambda row: row.number, tone=_draft_tone),
            Column(
                t("Date"),
                lambda row: format_short_date(row.date, locale),
                sort_by=lambda row: row.date,
                chip=lambda row: _late_date(row, locale),
            ),
            Column(t("For"), lambda row: _what_for(row, locale), stretch=True),
            Column(
                t("Owed"),
                lambda row: format_money(row.due, locale),
                right=True,
                sort_by=lambda row: row.due.minor,
            ),
            Column(
                t("Pays now"),
                lambda row: self.pays_words(row.invoice_id),
                right=True,
                tone=lambda row: "accent" if row.invoice_id in self._typed else "money_in",
                sort_by=lambda row: self._pays.get(row.invoice_id, row.due * 0).minor,
                width=104,
            ),
        )

    def pays_words(self, invoice_id: InvoiceId) -> str:
        amount = self._pays.get(invoice_id)
        return format_money(amount, self._locale) if amount else ""

    def show_pays(
        self, pays: Mapping[InvoiceId, Money], typed: frozenset[InvoiceId] = frozenset()
    ) -> None:
        """What each line would get of the payment as it is typed now, and which are typed."""
        self._pays, self._typed = pays, typed
        if self.rows:
            last = self.pays_column
            self.dataChanged.emit(self.index(0, last), self.index(len(self.rows) - 1, last))


def _draft_tone(row: PayLine) -> str:
    return "muted" if row.draft else "text"


def _what_for(row: PayLine, locale: str) -> str:
    words = row.words
    if row.total != row.due:
        words = t("{what}, part of {total}", what=words, total=format_money(row.total, locale))
    return t("{name}: {what}", name=row.whose, what=words) if row.whose else words


def _due(row: PayLine) -> str:
    return t("overdue") if row.overdue else ""


def _late_date(row: PayLine, locale: str) -> ChipLook | None:
    day = format_short_date(row.date, locale)
    return ChipLook("clock", day, "caution") if row.overdue else None


def _overdue(row: PayLine) -> ChipLook | None:
    return ChipLook("clock", _due(row), "caution") if row.overdue else None


class StationReceipts(RowsModel[LatestPayment]):
    """Latest receipts of the station, with whom each is from."""

    def __init__(self, locale: str, time_zone: str, today: TodayIs) -> None:
        self._columns_of = partial(_receipt_columns, locale, time_zone, today)
        super().__init__(self._columns_of(names=True), key=lambda row: row.payment_id)

    def show_narrow(self, narrow: bool) -> None:
        """Where room is short, names have it: what became of a receipt stands with its tender."""
        columns = self._columns_of(names=True, narrow=narrow)
        if len(columns) != len(self.columns):
            self.beginResetModel()
            self.columns, self._sorted = columns, None
            self.endResetModel()


def latest_payments(locale: str, time_zone: str, today: TodayIs) -> RowsModel[LatestPayment]:
    """Latest receipts of one account."""
    columns = _receipt_columns(locale, time_zone, today)
    return RowsModel(columns, key=lambda row: row.payment_id)


def _receipt_columns(
    locale: str, time_zone: str, today: TodayIs, *, names: bool = False, narrow: bool = False
) -> tuple[Column[LatestPayment], ...]:
    person: Column[LatestPayment] = Column(t("From"), lambda row: row.name, stretch=True)
    paper: Column[LatestPayment] = Column(t("Paper"), lambda row: row.paper, chip=_paper)
    mended = _mended if narrow else None
    return (
        Column(
            t("When"),
            lambda row: when(row.at, today(), time_zone, locale),
            sort_by=lambda row: row.at,
        ),
        Column(t("Receipt"), lambda row: row.receipt_number),
        *((person,) if names else ()),
        Column(t("Paid with"), lambda row: t_own(row.tender), stretch=not names, chip=mended),
        Column(
            t("Amount"),
            lambda row: format_money(row.amount, locale),
            right=True,
            sort_by=lambda row: row.amount.minor,
        ),
        *(() if narrow else (paper,)),
    )


def _mended(row: LatestPayment) -> ChipLook | None:
    if row.status is PaymentStatus.VOID:
        return ChipLook("x-circle", t("Void"), "danger")
    if row.status is PaymentStatus.RETURNED:
        return _check_returned()
    if row.status in _REFUNDED:
        return _refunded(row)
    return ChipLook("arrow-clockwise", t_own(row.tender), "caution") if row.corrected else None


_REFUNDED = (PaymentStatus.REFUNDED, PaymentStatus.PART_REFUNDED)


def _refunded(row: LatestPayment) -> ChipLook:
    whole = row.status is PaymentStatus.REFUNDED
    return ChipLook("arrow-bend-up-left", t("Refunded") if whole else t("Part refunded"), "caution")


def _check_returned() -> ChipLook:
    return ChipLook("arrow-bend-up-left", t("Check returned"), "danger")


def _paper(row: LatestPayment) -> ChipLook | None:
    if row.status is PaymentStatus.VOID:
        return ChipLook("x-circle", t("Void"), "danger")
    if row.status is PaymentStatus.RETURNED:
        return _check_returned()
    if row.status in _REFUNDED:
        return _refunded(row)
    if row.corrected:
        return ChipLook("arrow-clockwise", t("Corrected"), "caution")
    return ChipLook("receipt", row.paper, "muted") if row.paper else None


def as_money(text: str, currency: str, locale: str) -> str:
    """Typed text as the amount it comes to; as it was typed where it comes to none."""
    try:
        return format_money(parse_money(text, currency, locale), locale)
    except UserError:
        return text


def parked_forms(
    locale: str, time_zone: str, today: TodayIs, currency: str
) -> RowsModel[ParkedForm]:
    """Payments that were begun and put aside, with what was typed."""

    def money(text: str) -> str:
        return as_money(text, currency, locale)

    columns: tuple[Column[ParkedForm], ...] = (
        Column(t("When"), lambda row: when(row.at, today(), time_zone, locale)),
        Column(t("Account"), lambda row: row.account_number),
        Column(t("Patient"), lambda row: row.name, stretch=True),
        Column(t("To pay"), lambda row: money(row.amount_text), right=True),
        Column(t("Typed"), lambda row: money(row.given_text), right=True),
        Column(t("By"), lambda row: row.user_name),
    )
    return RowsModel(columns, key=lambda row: row.payment_id)


def people_found(locale: str) -> RowsModel[Found]:
    """What a search found, exact matches first as the query orders them."""
    columns: tuple[Column[Found], ...] = (
        Column(t("Account"), lambda row: row.account_number),
        Column(t("Name"), lambda row: row.name, stretch=True),
        Column(t("Born"), lambda row: str(row.birth_year or "")),
        Column(t("Matched"), lambda row: row.matched, tone=lambda row: "muted"),
        Column(
            t("Owes"),
            lambda row: format_money(row.owed, locale),
            right=True,
            tone=lambda row: "text" if row.owed else "muted",
        ),
        Column(t("Status"), lambda row: "", chip=_status),
    )
    return RowsModel(columns, key=lambda row: row.account_id)


def _status(row: Found) -> ChipLook | None:
    if row.status is AccountStatus.ACTIVE:
        return None
    return ChipLook("warning", t(STATUS_WORDS[row.status]), "caution")


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody whose invoices can join the list."""

    account_id: AccountId
    account_number: str
    name: str
    owed: Money

    @classmethod
    def of(cls, one: FamilyMember | Found) -> Kin:
        return cls(one.account_id, one.account_number, one.name, one.owed)

    @classmethod
    def joined(cls, account: CounterAccount) -> Kin:
        header = account.header
        return cls(header.account_id, header.account_number, header.name, account.owed)


def kin_rows(locale: str, joined: Callable[[AccountId], bool]) -> RowsModel[Kin]:
    """Accounts that can be joined; those that are say so."""
    columns: tuple[Column[Kin], ...] = (
        Column(t("Account"), lambda row: row.account_number),
        Column(t("Name"), lambda row: row.name, stretch=True),
        Column(t("Owes"), lambda row: format_money(row.owed, locale), right=True),
        Column(
            t("Joined"),
            lambda row: t("joined") if joined(row.account_id) else "",
            chip=lambda row: (
                ChipLook("check-circle", t("joined"), "money_in")
                if joined(row.account_id)
                else None
            ),
            width=96,
        ),
    )
    return RowsModel(columns, key=lambda row: row.account_id)
