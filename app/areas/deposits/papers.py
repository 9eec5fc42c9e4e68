"""What papers of the way to the bank say."""

from __future__ import annotations

from app.areas.deposits import banks, errors, queries
from app.areas.deposits.slip_values import SlipCheck, SlipPaper, SlipPile, SlipState
from app.areas.deposits.values import DepositStage, DepositView, ItemKind
from app.areas.drawers import queries as drawers
from app.areas.printing import queries as printing
from app.areas.printing.values import AuditedPaper
from app.areas.settings import queries as settings
from app.kernel.errors import ensure
from app.kernel.ids import DepositId, UserId
from app.kernel.money import Money
from app.storage.statements import Reader


def deposit_slip(
    reader: Reader,
    deposit_id: DepositId,
    office: bool,
    copy_no: int = 0,
    asker: UserId | None = None,
) -> SlipPaper:
    """The slip of a bag for the bank or the office; one that is not sealed is a draft, which before
    its second count only who prepared it may see.
    """
    view = queries.deposit_view(reader, deposit_id, asker)
    if view.cash is None:
        raise errors.slip_before_second_count()
    sealed = bool(view.bag_number)
    state = SlipState.SEALED if sealed else SlipState.NOT_SEALED
    if view.stage is DepositStage.VOID:
        state = SlipState.VOID
    here, legal = settings.practice(reader), settings.legal_practice(reader)
    bank = banks.whole_bank_account(reader, view.bank.bank_account_id)
    mark = printing.mark_of(reader, slip_kind(view, office=office).value, deposit_id, copy_no)
    paper = SlipPaper(
        office=office,
        state=state,
        layout=bank.layout,
        paper_size=settings.setting(reader, "documents.paper_size"),
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
    )
    ensure(not sealed or (paper.cash, paper.check_total) == (view.cash, view.checks), "slips tie")
    return paper


def slip_kind(view: DepositView, *, office: bool) -> AuditedPaper:
    """What a slip is counted as: a draft is no slip yet."""
    if not view.bag_number:
        return AuditedPaper.DEPOSIT_SLIP_DRAFT
    return AuditedPaper.DEPOSIT_SLIP_OFFICE if office else AuditedPaper.DEPOSIT_SLIP


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
