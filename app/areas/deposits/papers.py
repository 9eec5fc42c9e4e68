"""What papers of the way to the bank say."""

from __future__ import annotations

from datetime import timedelta

from app.areas.deposits import banks, errors, queries, returning, returning_errors
from app.areas.deposits import returning_rules as returns
from app.areas.deposits.bank_values import SlipOverlay
from app.areas.deposits.returning_values import ReturnLetter
from app.areas.deposits.slip_values import SlipCheck, SlipPaper, SlipPile, SlipState
from app.areas.deposits.values import DepositStage, DepositView, ItemKind
from app.areas.drawers import queries as drawers
from app.areas.invoices import queries as invoices
from app.areas.parties import queries as parties
from app.areas.parties.values import CHECK_MARKS
from app.areas.payments import returned_records
from app.areas.printing import queries as printing
from app.areas.printing.values import AuditedPaper
from app.areas.settings import queries as settings
from app.kernel.errors import ensure
from app.kernel.ids import BankAccountId, DepositId, TenderId, UserId
from app.kernel.money import Money, total
from app.kernel.translate import t
from app.storage.statements import Reader

CALIBRATED_CHECKS = 18
"""As many as the longest list on a slip."""


def deposit_slip(
    reader: Reader,
    deposit_id: DepositId,
    kind: AuditedPaper,
    copy_no: int = 0,
    asker: UserId | None = None,
) -> SlipPaper:
    """The slip of a bag for the bank or the office; while the bag is not sealed it is a draft,
    which before the second count only who prepared it may see.
    """
    office = kind is not AuditedPaper.DEPOSIT_SLIP
    view = queries.deposit_view(reader, deposit_id, asker)
    if view.cash is None:
        raise errors.slip_before_second_count()
    sealed, void = bool(view.bag_number), view.stage is DepositStage.VOID
    state = SlipState.SEALED if sealed else SlipState.NOT_SEALED
    state = SlipState.VOID if void else state
    here, legal = settings.practice(reader), settings.legal_practice(reader)
    bank = banks.whole_bank_account(reader, view.bank.bank_account_id)
    mark = printing.mark_of(reader, kind.value, deposit_id, copy_no)
    overlay = None if office or state is not SlipState.SEALED else _overlay_used(reader, view)
    paper = SlipPaper(
        office=office,
        state=state,
        layout=overlay.layout if overlay else bank.layout,
        paper_size=overlay.paper if overlay else settings.setting(reader, "documents.paper_size"),
        locale=here.locale,
        time_zone=here.time_zone,
        demo=here.demo,
        depositor=legal.name,
        address=here.site_address,
        phone=here.site_phone,
        tax_id=legal.tax_id,
        site=here.site_name,
        account_title=bank.account_title,
        bank=bank.bank,
        bank_city=bank.bank_city,
        routing=bank.routing,
        swift=bank.swift,
        account_number=bank.masked_number if office or not sealed else bank.account_number,
        day=view.business_date,
        number=view.number,
        bag_number=view.bag_number,
        slip_number=view.slip_number,
        piles=_piles(reader, view),
        checks=_checks(view, office=office),
        less_cash=Money.zero(bank.currency),
        card_count=view.card_count,
        cards=view.cards,
        prepared_by=view.prepared_by,
        verified_by=view.verified_by,
        single_person=view.single_person,
        endorsement=settings.setting(reader, "deposits.endorsement"),
        made_at=mark.at if mark else reader.now,
        copy_no=max(0, copy_no),
        mark=mark,
        overlay=overlay,
    )
    ensure(not sealed or (paper.cash, paper.check_total) == (view.cash, view.checks), "slips tie")
    return paper


def _overlay_used(reader: Reader, view: DepositView) -> SlipOverlay | None:
    """How the slip goes onto the bank's own paper, where it does."""
    overlay = banks.kept_overlay(reader, view.bank.bank_account_id)
    return overlay if overlay is not None and overlay.used else None


def calibration_slip(reader: Reader, bank_account_id: BankAccountId) -> SlipPaper:
    """A slip of an account with something in every place, to see where the places are."""
    here, legal = settings.practice(reader), settings.legal_practice(reader)
    bank = banks.whole_bank_account(reader, bank_account_id)
    overlay = banks.slip_overlay(reader, bank_account_id)
    known = sorted(drawers.denominations(reader), key=lambda each: -each.value.minor)
    some = Money(888_88, bank.currency)
    return SlipPaper(
        office=False,
        state=SlipState.SEALED,
        layout=overlay.layout,
        paper_size=overlay.paper,
        locale=here.locale,
        time_zone=here.time_zone,
        demo=False,
        depositor=legal.name,
        address=here.site_address,
        phone=here.site_phone,
        tax_id=legal.tax_id,
        site=here.site_name,
        account_title=bank.account_title,
        bank=bank.bank,
        bank_city=bank.bank_city,
        routing=bank.routing,
        swift=bank.swift,
        account_number=bank.masked_number,
        day=settings.business_today(here, reader.now),
        number=t("Deposit no."),
        bag_number=t("Bag or seal no."),
        slip_number="",
        piles=tuple(SlipPile(each.value, each.coin, 88) for each in known),
        checks=(SlipCheck("8888", bank.bank, some),) * CALIBRATED_CHECKS,
        less_cash=Money.zero(bank.currency),
        card_count=0,
        cards=Money.zero(bank.currency),
        prepared_by="",
        verified_by="",
        single_person=False,
        endorsement="",
        made_at=reader.now,
        copy_no=0,
        mark=None,
        overlay=overlay,
    )


def _piles(reader: Reader, view: DepositView) -> tuple[SlipPile, ...]:
    """What was counted last, among all notes and coins that are counted here."""
    found = {pile.denomination: pile.quantity for pile in view.counts[-1].piles}
    known = {each.value: each.coin for each in drawers.denominations(reader)}
    smallest_note = min((worth.minor for worth, coin in known.items() if not coin), default=0)
    for worth in found:
        known.setdefault(worth, worth.minor < smallest_note)
    return tuple(
        SlipPile(worth, known[worth], found.get(worth, 0))
        for worth in sorted(known, key=lambda worth: -worth.minor)
    )


def _checks(view: DepositView, *, office: bool) -> tuple[SlipCheck, ...]:
    return tuple(
        SlipCheck(item.check_number, item.bank, item.amount, item.reference if office else "")
        for item in view.items
        if item.kind is ItemKind.CHECK and not item.out and item.amount is not None
    )


def return_letter(reader: Reader, tender_id: TenderId, copy_no: int = 0) -> ReturnLetter:
    """The letter to whoever gave a check that came back, with what is owed again by now; a
    UserError when it did not come back.
    """
    payment, tender = returning.check_of(reader, tender_id)
    back = tender.returned
    if back is None:
        raise returning_errors.not_returned(tender.leg.check_number)
    here = settings.practice(reader)
    header = parties.account_header(reader, payment.account_id)
    name, address, _, _ = parties.bill_to(reader, payment.account_id)
    owed = []
    for invoice_id, _, amount, _ in returned_records.taken_by(
        reader, payment.payment_id, back.return_id
    ):
        view = invoices.invoice_view(reader, invoice_id)
        part = min(amount, max(view.due, Money.zero(view.due.currency)))
        if part:
            owed.append((view.number, view.invoice_date, part))
    fee = invoices.invoice_view(reader, back.fee_invoice_id) if back.fee_invoice_id else None
    fee_due = fee.due if fee else Money.zero(back.amount.currency)
    today = settings.business_today(here, reader.now)
    return ReturnLetter(
        practice=settings.legal_practice(reader).name,
        practice_address=here.site_address,
        practice_phone=here.site_phone,
        locale=here.locale,
        day=today,
        to_name=name,
        to_address=tuple(address.split("\n")) if address else (),
        account_id=payment.account_id,
        account_number=header.account_number,
        patient_name=header.name,
        check_number=tender.leg.check_number,
        bank=tender.leg.bank,
        check_date=payment.business_date,
        receipt_number=payment.number,
        amount=back.amount,
        bank_reason=returns.reason_words(back.bank_reason),
        fee=fee_due,
        owed=total((part for _, _, part in owed), back.amount.currency) + fee_due,
        invoices=tuple(sorted(owed, key=lambda one: (one[1], one[0]))),
        made_at=reader.now,
        returned_on=back.bank_date,
        fee_number=fee.number if fee and fee_due else "",
        pay_by=today + timedelta(days=settings.whole_setting(reader, "billing.terms_days")),
        no_checks=any(flag.kind in CHECK_MARKS for flag in header.flags),
        paper_size=settings.setting(reader, "documents.paper_size"),
        demo=here.demo,
        copy_no=copy_no,
    )
