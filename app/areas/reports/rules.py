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
from app.kernel.translate import later, t, tn

ACTION_WORDS: Final = {
    "approvals.grant_approval": later("Approved for somebody"),
    "cards.accept_unknown": later("Agreed to close without a card's outcome"),
    "cards.bind_reader": later("Said which card reader stands at a window"),
    "cards.choose_other_amount": later("Changed the amount of a card payment"),
    "cards.dismiss_notice": later("Read how a card payment ended"),
    "cards.drop_cash_legs": later("Gave back the cash beside a card payment"),
    "cards.end_uncharged": later("Found that a card was not charged"),
    "cards.note_standing": later("Noted how card payments stand"),
    "cards.open_attempt": later("Began a card payment"),
    "cards.post_charge": later("Posted a card charge"),
    "cards.reset_reader": later("Freed a card reader"),
    "cards.save_gateway": later("Changed a card gateway"),
    "cards.save_reader": later("Changed a card reader"),
    "cards.seed_simulated": later("Set up the simulated card reader"),
    "cards.take_back_doubled": later("Took back a card charge posted twice"),
    "cards.take_over_attempt": later("Took over a card payment of another window"),
    "cards.try_again": later("Told a card reader again"),
    "cards.want_void": later("Cancelled a card payment"),
    "catalog.save_service": later("Changed the service list"),
    "catalog.save_tax_rate": later("Changed a tax rate"),
    "deposits.clear_deposit": later("Entered what the bank credited"),
    "deposits.count_deposit": later("Counted a deposit a second time"),
    "deposits.prepare_deposit": later("Prepared a deposit"),
    "deposits.print_letter": later("Printed the letter on a returned check"),
    "deposits.print_slip": later("Printed a deposit slip"),
    "deposits.return_check": later("Entered a returned check"),
    "deposits.save_bank_account": later("Changed the bank accounts"),
    "deposits.save_slip_overlay": later("Changed how slips go onto the bank’s paper"),
    "deposits.print_slip_calibration": later("Printed a page to lay over a bank’s slip"),
    "deposits.seal_deposit": later("Sealed a deposit"),
    "deposits.state_bank_balance": later("Noted what the bank has"),
    "deposits.submit_deposit": later("Handed a deposit over"),
    "deposits.take_back_clear": later("Took the bank's credit back"),
    "deposits.take_back_return": later("Took a returned check back"),
    "deposits.take_out_check": later("Took a check out of a deposit"),
    "deposits.void_deposit": later("Voided a deposit"),
    "displays.send_ratings": later("Wrote down the ratings patients gave"),
    "drawers.add_drawer": later("Added a drawer"),
    "drawers.begin_count": later("Began to count a drawer"),
    "drawers.count_safe": later("Counted the safe"),
    "drawers.deactivate_user": later("Took away access"),
    "drawers.drawer_opened": later("The drawer was opened without an order"),
    "drawers.drawer_shut": later("The drawer was shut again"),
    "drawers.move_cash": later("Moved cash"),
    "drawers.open_drawer": later("Opened the drawer without a sale"),
    "drawers.open_shift": later("Opened a shift"),
    "drawers.reverse_movement": later("Took a cash movement back"),
    "drawers.seal_count": later("Counted the drawer"),
    "health.rebuild": later("Made the views afresh"),
    "imports.begin_import": later("Began an import"),
    "imports.bring_accounts": later("Brought accounts in"),
    "imports.bring_invoices": later("Brought invoices in"),
    "imports.bring_services": later("Brought services in"),
    "invoices.bring_forward": later("Brought an old invoice in"),
    "invoices.cancel_invoice": later("Cancelled an invoice"),
    "invoices.discard_draft": later("Discarded a draft"),
    "invoices.issue_draft": later("Issued a draft"),
    "invoices.issue_invoice": later("Issued an invoice"),
    "invoices.save_draft": later("Wrote a draft"),
    "ledger.add_gl_account": later("Added a GL account"),
    "ledger.post_manual_entry": later("Posted a journal entry"),
    "ledger.save_reason": later("Changed the list of reasons"),
    "ledger.seed_missing_reasons": later("Added lists of reasons that are new"),
    "ledger.seed_chart": later("Set up the chart of accounts"),
    "ledger.seed_reasons": later("Set up the list of reasons"),
    "parties.add_external_id": later("Added a number of another system"),
    "parties.add_guarantor": later("Added a guarantor"),
    "parties.add_payer": later("Added a payer"),
    "parties.change_account": later("Changed an account"),
    "parties.change_guarantor": later("Changed a guarantor"),
    "parties.change_patient": later("Changed a patient"),
    "parties.fill_fields": later("Filled in an account's own fields"),
    "parties.flag_account": later("Flagged an account"),
    "parties.keep_apart": later("Kept two accounts apart"),
    "parties.merge_accounts": later("Merged two accounts"),
    "parties.part_accounts": later("Took a merge back"),
    "parties.register_patient": later("Registered a patient"),
    "parties.remove_external_id": later("Removed a number of another system"),
    "parties.renumber_account": later("Gave an account another number"),
    "parties.save_field": later("Changed the practice's own fields"),
    "parties.seed_payers": later("Set up the payers"),
    "parties.set_guarantor": later("Set a guarantor"),
    "parties.unflag_account": later("Took a flag off an account"),
    "parties.write_notes": later("Wrote notes"),
    "payments.apply_credit": later("Applied credit"),
    "payments.close_shift": later("Closed a shift"),
    "payments.correct_tender": later("Corrected a tender"),
    "payments.drop_parked": later("Dropped a parked payment"),
    "payments.force_close": later("Closed a shift of another station"),
    "payments.park_form": later("Parked a payment"),
    "payments.reallocate": later("Moved money to other invoices"),
    "payments.record_not_collected": later("Did not collect"),
    "payments.reprint_receipt": later("Printed a receipt again"),
    "payments.reveal_difference": later("Looked at the difference"),
    "payments.run_report": later("Ran an X report"),
    "payments.save_tender_type": later("Changed the list of tenders"),
    "payments.seed_tenders": later("Set up the tenders"),
    "payments.settle_late_cash": later("Settled late cash"),
    "payments.take_over": later("Took a drawer over"),
    "payments.bring_credit_forward": later("Brought old credit in"),
    "payments.take_payment": later("Took a payment"),
    "payments.void_payment": later("Voided a payment"),
    "refunds.approve_refund": later("Agreed to a refund"),
    "refunds.begin_card_refund": later("Sent a refund to the card’s processor"),
    "refunds.cancel_refund": later("Cancelled a refund"),
    "refunds.end_card_refund": later("Entered how a card refund ended"),
    "refunds.fail_refund": later("Entered that a refund came back"),
    "refunds.note_card_refund": later("Noted where a card refund is"),
    "refunds.pay_refund": later("Gave a refund"),
    "refunds.print_refund": later("Printed a refund again"),
    "refunds.request_refund": later("Asked for a refund"),
    "refunds.stop_watching": later("Stopped looking at a card refund"),
    "refunds.tell_patient": later("Told a patient of a refund"),
    "reports.print_day_sheet": later("Printed a day sheet"),
    "reports.print_report": later("Printed a report"),
    "printing.preview_paper": later("Looked at or saved a counted paper"),
    "reports.close_day": later("Closed a business day"),
    "reports.reopen_day": later("Opened a business day again"),
    "printing.say_printed": later("Printed a counted paper again"),
    "printing.save_receipt_design": later("Changed how receipts look"),
    "security.add_user": later("Added a user"),
    "security.change_user": later("Changed a user"),
    "security.end_access": later("Took away access"),
    "security.finish_recovery": later("Recovered the administrator's access"),
    "security.finish_sign_in": later("Signed in"),
    "security.reactivate_user": later("Gave access again"),
    "security.record_failed_try": later("Typed a wrong PIN"),
    "security.record_sign_out": later("Signed out"),
    "security.say_same_person": later("Said whose accounts are one person's"),
    "security.seed_roles": later("Set up the roles"),
    "security.set_pin": later("Set a PIN"),
    "security.set_recovery_code": later("Set the recovery code"),
    "security.teach_roles": later("Gave roles rights that are new"),
    "settings.add_station": later("Added a window"),
    "settings.change_practice": later("Changed the practice"),
    "settings.change_setting": later("Changed a setting"),
    "settings.change_site": later("Changed a site"),
    "settings.leave_step": later("Passed a step of setting up over"),
    "settings.name_station": later("Named a station"),
    "settings.set_up_practice": later("Set the practice up"),
    "tasks.answer_task": later("Dealt with what needed attention"),
    "stations.approve_hole": later("Let a window's log go on without lost steps"),
    "stations.fetch_details": later("Had the lines of an account fetched"),
    "stations.keep_details": later("Chose which sites' details are kept here"),
    "stations.invite_station": later("Let one more window in"),
    "stations.release_record": later("Let a step count that was kept aside"),
    "stations.revoke_station": later("Shut a window out"),
    "stations.set_aside": later("Set a step aside that can't be sent"),
    "stations.say_restored": later("Went on from a backup"),
    "sync.begin_again": later("Went on from an old copy of its data"),
    "sync.begin_apart": later("Went on apart from a copy of its data"),
    "storage.say_again": later("Said again what the centre had lost"),
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
    "gl_code": later("GL account"),
    "gl_type": later("type of GL account"),
    "permissions": later("rights"),
    "opens_drawer": later("opens the drawer"),
    "in_deposit": later("goes into the deposit"),
    "is_default": later("where deposits go"),
    "used": later("printed onto the bank’s own slip"),
    "codes": later("account’s numbers filled in"),
    "right_tenths": later("moved to the right, in tenths of a millimeter"),
    "down_tenths": later("moved down, in tenths of a millimeter"),
    "swift": later("SWIFT code"),
    "address_1": later("address"),
    "address_2": later("address, second line"),
    "region": later("state"),
    "state": later("status"),
    "words": later("words"),
}
_THINGS: Final = {
    "account_flag": later("flag"),
    "app_user": later("user"),
    "bank_account": later("bank account"),
    "slip_overlay": later("bank’s own slip"),
    "paper_issue": later("counted paper"),
    "external_id": later("number elsewhere"),
    "gl_account": later("GL account"),
    "invoice_draft": later("draft"),
    "tender_type": later("tender"),
    "user_person": later("person"),
}
_YES_NO: Final = frozenset(
    {"active", "system", "demo", "opens_drawer", "in_deposit", "is_default"} | {"used", "codes"}
)
_CODED: Final = ("kind", "type", "status", "default_for")
"""Fields whose values are the program's own words."""
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
    return field not in _SILENT and not field.endswith(("_id", "_ids", "_by", "_ref"))


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
    if field.endswith(_CODED):
        return text.replace("_", " ")
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


def _reasoned(fields: dict[str, Any], currency: str) -> Parts:
    return (*_setting(fields, currency), str(fields.get("reason", "")))


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
    ("setting_reason", _reasoned),
    ("setting", _setting),
    ("bank_account", _parts("name")),
    ("gl_account", _parts("code", "name")),
    ("journal_entry", _parts("number", "description")),
    ("sign_in", _signer),
)
