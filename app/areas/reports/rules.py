"""What the station's log says, in words: deeds, what they were about, and old → new."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from app.areas.catalog.rules import part_of
from app.areas.deposits.bank_rules import masked
from app.areas.reports.values import Change
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money, times_quantity, total
from app.kernel.translate import t, tn

ACTION_WORDS: Final = {
    "approvals.grant_approval": "Approved for somebody",
    "cards.accept_unknown": "Agreed to close without a card's outcome",
    "cards.bind_reader": "Said which card reader stands at a window",
    "cards.choose_other_amount": "Changed the amount of a card payment",
    "cards.dismiss_notice": "Read how a card payment ended",
    "cards.drop_cash_legs": "Gave back the cash beside a card payment",
    "cards.end_uncharged": "Found that a card was not charged",
    "cards.note_standing": "Noted how card payments stand",
    "cards.open_attempt": "Began a card payment",
    "cards.post_charge": "Posted a card charge",
    "cards.reset_reader": "Freed a card reader",
    "cards.save_gateway": "Changed a card gateway",
    "cards.save_reader": "Changed a card reader",
    "cards.seed_simulated": "Set up the simulated card reader",
    "cards.take_back_doubled": "Took back a card charge posted twice",
    "cards.take_over_attempt": "Took over a card payment of another window",
    "cards.try_again": "Told a card reader again",
    "cards.want_void": "Cancelled a card payment",
    "catalog.save_service": "Changed the service list",
    "catalog.save_tax_rate": "Changed a tax rate",
    "deposits.clear_deposit": "Entered what the bank credited",
    "deposits.count_deposit": "Counted a deposit a second time",
    "deposits.prepare_deposit": "Prepared a deposit",
    "deposits.print_letter": "Printed the letter on a returned check",
    "deposits.print_slip": "Printed a deposit slip",
    "deposits.return_check": "Entered a returned check",
    "deposits.save_bank_account": "Changed the bank accounts",
    "deposits.save_slip_overlay": "Changed how slips go onto the bank’s paper",
    "deposits.print_slip_calibration": "Printed a page to lay over a bank’s slip",
    "deposits.seal_deposit": "Sealed a deposit",
    "deposits.state_bank_balance": "Noted what the bank has",
    "deposits.submit_deposit": "Handed a deposit over",
    "deposits.take_back_clear": "Took the bank's credit back",
    "deposits.take_back_return": "Took a returned check back",
    "deposits.take_out_check": "Took a check out of a deposit",
    "deposits.void_deposit": "Voided a deposit",
    "displays.send_ratings": "Wrote down the ratings patients gave",
    "drawers.add_drawer": "Added a drawer",
    "drawers.begin_count": "Began to count a drawer",
    "drawers.count_safe": "Counted the safe",
    "drawers.deactivate_user": "Took away access",
    "drawers.drawer_opened": "The drawer was opened without an order",
    "drawers.drawer_shut": "The drawer was shut again",
    "drawers.move_cash": "Moved cash",
    "drawers.open_drawer": "Opened the drawer without a sale",
    "drawers.open_shift": "Opened a shift",
    "drawers.reverse_movement": "Took a cash movement back",
    "drawers.seal_count": "Counted the drawer",
    "health.rebuild": "Made the views afresh",
    "imports.begin_import": "Began an import",
    "imports.bring_accounts": "Brought accounts in",
    "imports.bring_invoices": "Brought invoices in",
    "imports.bring_services": "Brought services in",
    "invoices.bring_forward": "Brought an old invoice in",
    "invoices.cancel_invoice": "Cancelled an invoice",
    "invoices.discard_draft": "Discarded a draft",
    "invoices.issue_draft": "Issued a draft",
    "invoices.issue_invoice": "Issued an invoice",
    "invoices.save_draft": "Wrote a draft",
    "ledger.add_gl_account": "Added a GL account",
    "ledger.post_manual_entry": "Posted a journal entry",
    "ledger.save_reason": "Changed the list of reasons",
    "ledger.seed_missing_reasons": "Added lists of reasons that are new",
    "ledger.seed_chart": "Set up the chart of accounts",
    "ledger.seed_reasons": "Set up the list of reasons",
    "parties.add_external_id": "Added a number of another system",
    "parties.add_guarantor": "Added a guarantor",
    "parties.add_payer": "Added a payer",
    "parties.change_account": "Changed an account",
    "parties.change_guarantor": "Changed a guarantor",
    "parties.change_patient": "Changed a patient",
    "parties.fill_fields": "Filled in an account's own fields",
    "parties.flag_account": "Flagged an account",
    "parties.keep_apart": "Kept two accounts apart",
    "parties.merge_accounts": "Merged two accounts",
    "parties.part_accounts": "Took a merge back",
    "parties.register_patient": "Registered a patient",
    "parties.remove_external_id": "Removed a number of another system",
    "parties.renumber_account": "Gave an account another number",
    "parties.save_field": "Changed the practice's own fields",
    "parties.seed_payers": "Set up the payers",
    "parties.set_guarantor": "Set a guarantor",
    "parties.unflag_account": "Took a flag off an account",
    "parties.write_notes": "Wrote notes",
    "payments.apply_credit": "Applied credit",
    "payments.close_shift": "Closed a shift",
    "payments.correct_tender": "Corrected a tender",
    "payments.drop_parked": "Dropped a parked payment",
    "payments.force_close": "Closed a shift of another station",
    "payments.park_form": "Parked a payment",
    "payments.reallocate": "Moved money to other invoices",
    "payments.record_not_collected": "Did not collect",
    "payments.reprint_receipt": "Printed a receipt again",
    "payments.reveal_difference": "Looked at the difference",
    "payments.run_report": "Ran an X report",
    "payments.save_tender_type": "Changed the list of tenders",
    "payments.seed_tenders": "Set up the tenders",
    "payments.settle_late_cash": "Settled late cash",
    "payments.take_over": "Took a drawer over",
    "payments.take_payment": "Took a payment",
    "payments.void_payment": "Voided a payment",
    "refunds.approve_refund": "Agreed to a refund",
    "refunds.begin_card_refund": "Sent a refund to the card’s processor",
    "refunds.cancel_refund": "Cancelled a refund",
    "refunds.end_card_refund": "Entered how a card refund ended",
    "refunds.fail_refund": "Entered that a refund came back",
    "refunds.note_card_refund": "Noted where a card refund is",
    "refunds.pay_refund": "Gave a refund",
    "refunds.print_refund": "Printed a refund again",
    "refunds.request_refund": "Asked for a refund",
    "refunds.stop_watching": "Stopped looking at a card refund",
    "refunds.tell_patient": "Told a patient of a refund",
    "reports.print_day_sheet": "Printed a day sheet",
    "reports.print_report": "Printed a report",
    "printing.preview_paper": "Looked at or saved a counted paper",
    "reports.close_day": "Closed a business day",
    "reports.reopen_day": "Opened a business day again",
    "printing.say_printed": "Printed a counted paper again",
    "printing.save_receipt_design": "Changed how receipts look",
    "security.add_user": "Added a user",
    "security.change_user": "Changed a user",
    "security.end_access": "Took away access",
    "security.finish_recovery": "Recovered the administrator's access",
    "security.finish_sign_in": "Signed in",
    "security.reactivate_user": "Gave access again",
    "security.record_failed_try": "Typed a wrong PIN",
    "security.record_sign_out": "Signed out",
    "security.say_same_person": "Said whose accounts are one person's",
    "security.seed_roles": "Set up the roles",
    "security.set_pin": "Set a PIN",
    "security.set_recovery_code": "Set the recovery code",
    "security.teach_roles": "Gave roles rights that are new",
    "settings.add_station": "Added a window",
    "settings.change_setting": "Changed a setting",
    "settings.set_up_practice": "Set the practice up",
    "tasks.answer_task": "Dealt with what needed attention",
    "stations.approve_hole": "Let a window's log go on without lost steps",
    "stations.fetch_details": "Had the lines of an account fetched",
    "stations.keep_details": "Chose which sites' details are kept here",
    "stations.invite_station": "Let one more window in",
    "stations.release_record": "Let a step count that was kept aside",
    "stations.revoke_station": "Shut a window out",
    "stations.set_aside": "Set a step aside that can't be sent",
    "stations.say_restored": "Went on from a backup",
    "sync.begin_again": "Went on from an old copy of its data",
    "sync.begin_apart": "Went on apart from a copy of its data",
    "storage.say_again": "Said again what the centre had lost",
}
"""The deeds people know by; a deed without words here is said by its name."""
_SILENT: Final = frozenset(
    {
        "number_series",
        "number_value",
        "station_id",
        "patient_id",
        "account_id",
        "entity_id",
        "guarantor_id",
        "currency",
        "clocks",
        "name_order",
    }
)
_FIELDS: Final = {
    "gl_code": "GL account",
    "gl_type": "type of GL account",
    "permissions": "rights",
    "opens_drawer": "opens the drawer",
    "in_deposit": "goes into the deposit",
    "is_default": "where deposits go",
    "used": "printed onto the bank’s own slip",
    "codes": "account’s numbers filled in",
    "right_tenths": "moved to the right, in tenths of a millimeter",
    "down_tenths": "moved down, in tenths of a millimeter",
    "swift": "SWIFT code",
    "address_1": "address",
    "address_2": "address, second line",
    "region": "state",
    "words": "words",
}
_THINGS: Final = {
    "account_flag": "flag",
    "app_user": "user",
    "bank_account": "bank account",
    "slip_overlay": "bank’s own slip",
    "paper_issue": "counted paper",
    "external_id": "number elsewhere",
    "gl_account": "GL account",
    "invoice_draft": "draft",
    "tender_type": "tender",
    "user_person": "person",
}
_YES_NO: Final = frozenset(
    {"active", "system", "demo", "opens_drawer", "in_deposit", "is_default"} | {"used", "codes"}
)
LONGEST: Final = 120
WHOLE_LINE: Final = 10_000
"""The quantity of a line that is there once."""
SIGNED_IN: Final = "security.finish_sign_in"


def action_words(action: str) -> str:
    """A deed as people say it."""
    known = ACTION_WORDS.get(action)
    return t(known) if known else action.split(".")[-1].replace("_", " ").capitalize()


def change_words(thing: str, field: str, new: Any, old: Any, currency: str) -> Change:
    """One field of a document as it was and as it is."""
    return Change(
        t(_THINGS.get(thing, thing.replace("_", " "))),
        t(_FIELDS.get(field, field.removesuffix("_minor").replace("_", " "))),
        value_words(field, old, currency),
        value_words(field, new, currency),
    )


def is_said(field: str) -> bool:
    """Whether a field means something to people."""
    return field not in _SILENT and not field.endswith(("_id", "_ids"))


def value_words(field: str, value: Any, currency: str) -> str:
    """A value as people write it."""
    if value is None or value == "":
        return ""
    if field.endswith("_minor") and isinstance(value, int):
        return format_money(Money(value, currency))
    if field == "account_number":
        return masked(str(value))
    if field in _YES_NO:
        return t("yes") if value else t("no")
    if isinstance(value, str) and len(value) == 10 and field.endswith(("_date", "_on", "day")):
        return format_date(date.fromisoformat(value))
    text = str(value)
    if text[:1] in ("[", "{") and (said := _kept_as_text(text)) is not None:
        return said
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _kept_as_text(text: str) -> str | None:
    """What a field keeps as JSON, counted instead of spelled out; None when it is no JSON."""
    try:
        kept = json.loads(text)
    except ValueError:
        return None
    if not kept or not isinstance(kept, list):
        return tn("{count} entry", "{count} entries", len(kept)) if kept else ""
    priced = [each for each in kept if isinstance(each, dict) and each.get("unit_price")]
    if not priced:
        return tn("{count} entry", "{count} entries", len(kept))
    count = tn("{count} line", "{count} lines", len(kept))
    price = total(map(_line_price, priced), priced[0]["unit_price"]["currency"])
    return t("{lines}, {amount}", lines=count, amount=format_money(price))


def _line_price(line: dict[str, Any]) -> Money:
    """A line of a charge as the log keeps it, less its discount and before tax."""
    gross = times_quantity(Money(**line["unit_price"]), line.get("quantity_e4") or WHOLE_LINE)
    percent, amount = line.get("discount_percent_e4"), line.get("discount")
    if percent:
        return gross - part_of(gross, percent)
    return gross - Money(**amount) if amount else gross


def subject_words(rows: list[dict[str, Any]], currency: str) -> str:
    """What a record was about: the number people know it by, an amount, a name, a reason; of a
    sign-in the id of the person.
    """
    said: dict[str, dict[str, Any]] = {}
    for row in rows:
        said.setdefault(str(row["t"]).split(".v")[0], _fields(row))
    for kind, words in _SUBJECTS:
        if kind in said:
            money = str(said[kind].get("currency") or currency)
            return ", ".join(part for part in words(said[kind], money) if part)
    return ""


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    if "f" in row:
        return dict(row["f"])
    return {field: pair[0] for field, pair in row.get("d", {}).items()}


Parts = tuple[str, ...]


def _parts(*names: str) -> Callable[[dict[str, Any], str], Parts]:
    def words(fields: dict[str, Any], currency: str) -> Parts:
        return tuple(value_words(name, fields.get(name), currency) for name in names)

    return words


def _setting(fields: dict[str, Any], _currency: str) -> Parts:
    if "key" not in fields:
        return ()
    return (t("{key} is now {value}", key=fields["key"], value=fields.get("value") or t("usual")),)


def _open_for(fields: dict[str, Any], _currency: str) -> Parts:
    return (t("it was open for {count} s", count=fields.get("open_s", 0)),)


def _signer(fields: dict[str, Any], _currency: str) -> Parts:
    """Whose sign-in, as an id: before a sign-in nobody acts, so the record is the program's."""
    return (str(fields.get("user_id") or ""),)


def _whose(fields: dict[str, Any], _currency: str) -> Parts:
    """Whose account it is, as an id: the account itself, or the one its person had first."""
    return (str(fields.get("user_id") or fields.get("person_id") or ""),)


_SUBJECTS: Final[tuple[tuple[str, Callable[[dict[str, Any], str], Parts]], ...]] = (
    ("payment_void", _parts("amount_minor", "reason")),
    ("not_collected", _parts("amount_minor", "reason")),
    ("invoice_cancellation", _parts("reason")),
    ("drawer_report", _parts("number")),
    ("shift_close", _parts("closed_how", "reason")),
    ("receipt_revision", _parts("kind", "reason")),
    ("receipt", _parts("number", "amount_minor")),
    ("shift", _parts("number")),
    ("cash_movement", _parts("number", "amount_minor", "reason")),
    ("drawer_opening", _parts("reason")),
    ("unasked_opening", _parts("after")),
    ("unasked_closing", _open_for),
    ("deposit_seal", _parts("bag_number", "reason")),
    ("deposit_submit", _parts("handed_to", "slip_number")),
    ("deposit_clear", _parts("amount_minor", "reference", "reason")),
    ("deposit_void", _parts("reason", "note")),
    ("deposit_item_out", _parts("reason")),
    ("deposit_second_count", _parts("note")),
    ("deposit", _parts("number", "note")),
    ("cash_count", _parts("kind")),
    ("invoice", _parts("number", "total_minor")),
    ("approval", _parts("words")),
    ("account", _parts("number")),
    ("patient", _parts("family_name", "given_names")),
    ("guarantor", _parts("family_name", "given_names")),
    ("account_flag", _parts("kind", "words")),
    ("service", _parts("code", "name")),
    ("tender_type", _parts("name")),
    ("paper_issue", _parts("number")),
    ("reason", _parts("words")),
    ("app_user", _parts("name")),
    ("user_person", _whose),
    ("setting", _setting),
    ("bank_account", _parts("name")),
    ("gl_account", _parts("code", "name")),
    ("journal_entry", _parts("number", "description")),
    ("sign_in", _signer),
)
