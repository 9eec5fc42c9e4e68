"""The payment form with several ways to pay, typed allocations, drafts, a family and credit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.parties.values import AccountStatus
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.tender_values import TenderField
from app.areas.payments.values import AllocationWanted, Channel, ParkedForm, Purpose, TakePayment
from app.gui.screens.counter.pay_lines import lines_of
from app.gui.screens.counter.payment_form import CREDIT, PaymentForm, Stage, joined_accounts
from app.kernel.clock import instant_from
from app.kernel.errors import UserError
from app.kernel.money import Money, total
from tests.gui.counter.values_for_tests import TODAY, WAYS, account, by, draft, invoice

VISIT = invoice(311, 3500)
XRAY = invoice(287, 15000, days_ago=49)
KIN = account(invoice(500, 2000, whose=2), number=2, name="Minh")


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def opened(*invoices, **more) -> PaymentForm:
    place = {key: more.pop(key) for key in ("rounding", "drawer") if key in more}
    return PaymentForm(account(*invoices, **more), today=TODAY, locale="en_US", ways=WAYS, **place)


def sent(form: PaymentForm) -> TakePayment:
    command = form.press()
    assert isinstance(command, TakePayment)
    return command


def write_check(form: PaymentForm, number: str = "1182") -> None:
    form.type_detail(TenderField.CHECK_NUMBER, number)
    form.type_detail(TenderField.BANK, "First National")


def test_the_second_tender_is_filled_with_the_rest() -> None:
    form = opened(VISIT)
    form.choose_tender(by("cash"))
    form.type_given("20")
    form.choose_tender(by("credit_card"))
    assert form.rest() == usd(1500)
    command = sent(form)
    assert [(t.method, t.amount) for t in command.tenders] == [
        ("cash", usd(2000)),
        ("credit_card", usd(1500)),
    ]
    assert command.tenders[0].given == usd(2000)


def test_a_tender_key_without_an_amount_only_changes_how_it_is_paid() -> None:
    form = opened(VISIT)
    form.choose_tender(by("cash"))
    form.choose_tender(by("credit_card"))
    assert form.legs == ()
    assert [t.method for t in sent(form).tenders] == ["credit_card"]


def test_a_tender_that_covers_all_is_replaced_and_the_form_says_so() -> None:
    form = opened(VISIT)
    form.choose_tender(by("cash"))
    form.type_given("50")
    form.choose_tender(by("credit_card"))
    assert form.legs == ()
    assert "Cash 50 covers all of it" in form.hint
    assert sent(form).tenders[0].amount == usd(3500)


def test_two_checks_are_two_legs_and_cash_is_one() -> None:
    form = opened(VISIT)
    form.choose_tender(by("check"))
    form.type_given("10")
    write_check(form)
    form.choose_tender(by("check"))
    form.type_given("5")
    write_check(form, "1183")
    form.choose_tender(by("cash"))
    form.type_given("5")
    form.choose_tender(by("credit_card"))
    form.choose_tender(by("cash"))
    assert (form.leg.is_cash, form.leg.text) == (True, "5")
    form.type_given("20")
    command = sent(form)
    assert [(t.method, t.amount) for t in command.tenders] == [
        ("check", usd(1000)),
        ("check", usd(500)),
        ("cash", usd(2000)),
    ]
    assert command.tenders[1].check_number == "1183"


def test_a_check_asks_for_its_number_and_bank() -> None:
    form = opened(VISIT)
    form.choose_tender(by("check"))
    for name, field in ((None, "check_number"), (TenderField.CHECK_NUMBER, "bank")):
        if name is not None:
            form.type_detail(name, "1182")
        with pytest.raises(UserError) as said:
            form.press()
        assert said.value.field == field
        assert form.stage is Stage.OPEN
    form.type_detail(TenderField.BANK, "First National")
    assert sent(form).tenders[0].bank == "First National"


def test_a_part_by_check_stays_only_with_its_number() -> None:
    form = opened(VISIT)
    form.choose_tender(by("check"))
    form.type_given("10")
    with pytest.raises(UserError) as said:
        form.choose_tender(by("cash"))
    assert said.value.field == "check_number"
    assert (form.method, form.legs) == ("check", ())


def test_a_check_above_the_amount_pays_all_of_it() -> None:
    """What is over becomes credit when the action has asked; change is for cash only."""
    form = opened(VISIT)
    form.choose_tender(by("check"))
    write_check(form)
    form.type_given("50")
    assert form.outcome().amount == usd(0)
    assert sent(form).tenders[0].amount == usd(5000)


def test_a_leg_is_taken_back_or_gone_on_with() -> None:
    form = opened(VISIT)
    form.choose_tender(by("cash"))
    form.type_given("20")
    form.choose_tender(by("credit_card"))
    form.reopen_leg()
    assert (form.leg.text, form.legs, form.method) == ("20", (), "cash")
    form.choose_tender(by("credit_card"))
    form.take_back_leg(0)
    assert (form.legs, form.rest()) == ((), usd(3500))


def test_nothing_left_to_pay_is_said() -> None:
    form = opened(VISIT)
    form.type_amount("20")
    form.choose_tender(by("check"))
    write_check(form)
    form.type_given("10")
    form.choose_tender(by("cash"))
    form.type_amount("10")
    assert [t.method for t in form._tenders()] == ["check"]
    form.type_given("5")
    with pytest.raises(UserError, match="Nothing is left to pay"):
        form.press()


@pytest.mark.parametrize(
    ("due", "how", "handed", "rounding", "change"),
    [
        (3502, "nearest_5", "", -2, 0),
        (3503, "nearest_5", "40", 2, 495),
        (3503, "down_5", "40", -3, 500),
        (3503, "off", "40", 0, 497),
        (3502, "nearest_5", "35", -2, 0),
    ],
)
def test_cash_is_rounded_and_change_follows(
    due: int, how: str, handed: str, rounding: int, change: int
) -> None:
    form = opened(invoice(1, due), rounding=how)
    form.choose_tender(by("cash"))
    form.type_given(handed)
    assert form.rounding() == usd(rounding)
    assert (form.outcome().amount, form.outcome().short) == (usd(change), False)
    assert sent(form).tenders[0].amount == usd(due)


def test_only_the_cash_rest_is_rounded() -> None:
    form = opened(invoice(1, 3503), rounding="nearest_5")
    form.choose_tender(by("credit_card"))
    assert form.rounding() == usd(0)
    form.type_given("10.01")
    form.choose_tender(by("cash"))
    assert (form.rest(), form.rounding()) == (usd(2502), usd(-2))


def test_a_typed_allocation_is_kept_and_the_rest_goes_to_what_is_ticked() -> None:
    form = opened(XRAY, VISIT)
    form.type_pays(XRAY.invoice_id, "20")
    assert form.to_pay() == usd(5500)
    assert form.pays() == {XRAY.invoice_id: usd(2000), VISIT.invoice_id: usd(3500)}
    form.type_amount("30")
    assert form.pays() == {XRAY.invoice_id: usd(2000), VISIT.invoice_id: usd(1000)}
    form.choose_tender(by("cash"))
    assert sent(form).allocations == (
        AllocationWanted(XRAY.invoice_id, usd(2000)),
        AllocationWanted(VISIT.invoice_id, usd(1000)),
    )


def test_more_than_an_invoice_owes_is_refused_at_once() -> None:
    form = opened(VISIT)
    with pytest.raises(UserError, match="Payment exceeds invoice balance") as said:
        form.type_pays(VISIT.invoice_id, "35.01")
    assert said.value.field == "allocations"
    assert form.typed_pays == {}
    form.type_pays(VISIT.invoice_id, "20")
    form.type_amount("10")
    form.choose_tender(by("cash"))
    with pytest.raises(UserError, match="More is allocated than is paid") as more:
        form.press()
    assert more.value.field == "allocations"


def test_an_allocation_of_nothing_unticks() -> None:
    form = opened(XRAY, VISIT)
    form.type_pays(VISIT.invoice_id, "0")
    assert form.chosen == ()
    form.type_pays(XRAY.invoice_id, "5")
    form.type_pays(XRAY.invoice_id, "")
    assert form.to_pay() == usd(15000)


def test_a_draft_of_today_is_asked_for_and_issued_when_it_gets_money() -> None:
    old, new = draft(1, 1000, days_ago=3), draft(2, 2500)
    form = opened(VISIT, drafts=(old, new))
    assert form.to_pay() == usd(6000)
    assert set(form.chosen) == {VISIT.invoice_id, new.draft_id}
    form.choose_tender(by("cash"))
    command = sent(form)
    assert command.issue_drafts == (new.draft_id,)
    assert command.invoice_ids == (VISIT.invoice_id, new.draft_id)


def test_a_draft_of_a_closed_account_is_not_offered() -> None:
    whole = account(VISIT, drafts=(draft(2, 2500),))
    closed = replace(whole, header=replace(whole.header, status=AccountStatus.CLOSED))
    assert [line.invoice_id for line in lines_of(closed)] == [VISIT.invoice_id]
    assert len(lines_of(whole)) == 2


def test_a_draft_without_a_tick_gets_nothing() -> None:
    old = draft(1, 1000, days_ago=3)
    form = opened(VISIT, drafts=(old,))
    form.type_amount("50")
    assert form.pays() == {VISIT.invoice_id: usd(3500)}
    form.choose_tender(by("cash"))
    assert sent(form).issue_drafts == ()


def test_a_family_is_paid_in_one() -> None:
    form = opened(VISIT)
    form.join(KIN)
    kins = KIN.open_invoices[0].invoice_id
    assert form.to_pay() == usd(5500)
    assert [line.whose for line in form.lines] == ["", "Minh"]
    form.one_receipt = False
    form.choose_tender(by("cash"))
    command = sent(form)
    assert command.joined == (KIN.header.account_id,)
    assert command.allocations == (
        AllocationWanted(VISIT.invoice_id, usd(3500)),
        AllocationWanted(kins, usd(2000)),
    )
    assert not command.one_receipt
    form.refused()
    form.part_with(KIN.header.account_id)
    assert form.to_pay() == usd(3500)
    assert sent(form).joined == ()


def test_with_nothing_ticked_the_money_is_ahead() -> None:
    form = opened(VISIT)
    form.choose(())
    form.type_amount("50")
    assert form.ahead()
    assert form.pays() == {}
    form.choose_tender(by("cash"))
    assert sent(form).purpose is Purpose.PREPAYMENT


def test_credit_is_applied_by_itself() -> None:
    form = opened(XRAY, VISIT, credit=2000)
    form.choose_credit()
    assert (form.method, form.leg_pays(), form.armed) == (CREDIT, usd(2000), True)
    command = form.press()
    assert isinstance(command, ApplyCredit)
    assert (command.amount, command.invoice_ids) == (usd(2000), (VISIT.invoice_id,))


@pytest.mark.parametrize(("credit", "words"), [(0, "There is no credit"), (500, "by itself")])
def test_why_credit_can_not_be_chosen(credit: int, words: str) -> None:
    form = opened(VISIT, credit=credit)
    form.choose_tender(by("cash"))
    form.type_given("5")
    with pytest.raises(UserError, match=words):
        form.choose_credit()


def test_money_by_mail_needs_no_drawer_and_is_no_cash() -> None:
    form = opened(VISIT, drawer=False)
    form.choose_tender(by("check"))
    write_check(form)
    assert sent(form).channel is Channel.MAIL
    form.refused()
    form.choose_tender(by("wire"))
    assert form.channel is Channel.ONLINE
    form.choose_tender(by("cash"))
    with pytest.raises(UserError, match="at the counter only"):
        form.press()


def test_a_drawer_that_opens_meanwhile_takes_cash() -> None:
    form = opened(XRAY, VISIT, drawer=False)
    form.choose({XRAY.invoice_id})
    form.use_drawer(True)
    form.choose_tender(by("cash"))
    assert sent(form).channel is Channel.COUNTER
    mailed = opened(VISIT, drawer=False)
    mailed.choose_tender(by("wire"))
    mailed.use_drawer(True)
    channels = [mailed.channel]
    mailed.choose_tender(by("cash"))
    assert [*channels, mailed.channel] == [Channel.ONLINE, Channel.COUNTER]


def test_a_parked_form_keeps_every_leg_and_the_family() -> None:
    form = opened(XRAY, VISIT)
    form.join(KIN)
    form.choose_tender(by("check"))
    form.type_given("10")
    write_check(form)
    form.choose_tender(by("cash"))
    form.type_given("40+40")
    form.type_pays(XRAY.invoice_id, "7")
    kept = form.park()
    parked = ParkedForm(
        kept.payment_id,
        kept.account_id,
        "A-000001",
        "Nguyễn Thị Hoa",
        kept.amount_text,
        kept.given_text,
        instant_from("2026-11-20T09:12:00.000000Z"),
        "Ana Lwin",
        kept.typed,
    )
    assert joined_accounts(parked) == (KIN.header.account_id,)
    again = PaymentForm.resumed(
        parked, form.account, today=TODAY, locale="en_US", joined=(KIN,), ways=WAYS
    )
    assert again.command() == form.command()
    paid = PaymentForm.resumed(
        parked,
        replace(form.account, open_invoices=(VISIT,)),
        today=TODAY,
        locale="en_US",
        joined=(KIN,),
        ways=WAYS,
    )
    assert paid.typed_pays == {}


METHODS = st.sampled_from(["cash", "check", "credit_card", "wire"])


@given(
    st.integers(1, 10**7),
    st.lists(st.tuples(METHODS, st.integers(1, 10**7)), min_size=1, max_size=6),
    st.sampled_from(["off", "nearest_5", "down_5"]),
)
@settings(max_examples=200, deadline=None)
def test_however_it_is_split_the_legs_are_what_is_paid(due, keys, how) -> None:
    """Every leg is more than nothing, cash never pays above the rest, and change goes back."""
    form = opened(invoice(1, due), rounding=how)
    for method, minor in keys:
        form.choose_tender(by(method))
        form.type_given(f"{minor // 100}.{minor % 100:02d}")
        for name in form.leg.fields:
            digits = name is TenderField.CARD_LAST4
            form.type_detail(name, "4242" if digits else f"{len(form.legs)}7")
    try:
        command = form.command()
    except UserError:
        return
    assert isinstance(command, TakePayment)
    paid = total((tender.amount for tender in command.tenders), "USD")
    assert paid == form.paying()
    assert all(tender.amount > usd(0) for tender in command.tenders)
    assert sum(tender.method == "cash" for tender in command.tenders) <= 1
    if all(tender.method == "cash" for tender in command.tenders):
        assert paid <= usd(due)
    assert total(form.pays().values(), "USD") == min(paid, usd(due))
