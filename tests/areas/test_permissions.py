"""Every role and every action: the service itself refuses who may not, before it looks."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.security.rules import PRESETS
from app.bootstrap import Station
from app.kernel.actor import Actor, Permission
from app.kernel.errors import Bug, CounterfoilError, NotAllowed
from app.kernel.ids import UserId, new_id
from app.storage.unit_of_work import UnitOfWork
from tests.areas.every_action import EVERY, Action, smallest

P = Permission
NEEDS: dict[str, Permission | None] = {
    "approvals.grant_approval": P.APPROVE,
    "cards.accept_unknown": P.OPEN_SHIFT,
    "cards.bind_reader": P.CHANGE_SETTINGS,
    "cards.choose_other_amount": P.TAKE_PAYMENT,
    "cards.dismiss_notice": P.TAKE_PAYMENT,
    "cards.drop_cash_legs": P.TAKE_PAYMENT,
    "cards.open_attempt": P.TAKE_PAYMENT,
    "cards.reset_reader": P.TAKE_PAYMENT,
    "cards.take_over_attempt": P.CLOSE_ANY_SHIFT,
    "cards.try_again": P.TAKE_PAYMENT,
    "cards.want_void": P.TAKE_PAYMENT,
    "cards.note_standing": P.CHANGE_SETTINGS,
    "cards.save_gateway": P.CHANGE_SETTINGS,
    "cards.save_reader": P.CHANGE_SETTINGS,
    "cards.seed_simulated": P.CHANGE_SETTINGS,
    "catalog.save_service": P.MAINTAIN_LISTS,
    "catalog.save_tax_rate": P.MAINTAIN_LISTS,
    "deposits.clear_deposit": P.CLEAR_DEPOSIT,
    "deposits.count_deposit": P.VERIFY_DEPOSIT,
    "deposits.prepare_deposit": P.PREPARE_DEPOSIT,
    "deposits.print_letter": P.RETURN_CHECK,
    "deposits.return_check": P.RETURN_CHECK,
    "deposits.print_slip": P.PREPARE_DEPOSIT,
    "deposits.seal_deposit": P.VERIFY_DEPOSIT,
    "deposits.submit_deposit": P.PREPARE_DEPOSIT,
    "deposits.take_back_clear": P.CLEAR_DEPOSIT,
    "deposits.take_back_return": P.RETURN_CHECK,
    "deposits.take_out_check": P.PREPARE_DEPOSIT,
    "deposits.void_deposit": P.VOID_DEPOSIT,
    "deposits.print_slip_calibration": P.CHANGE_SETTINGS,
    "deposits.save_bank_account": P.CHANGE_SETTINGS,
    "deposits.save_slip_overlay": P.CHANGE_SETTINGS,
    "deposits.state_bank_balance": P.CLEAR_DEPOSIT,
    "displays.place_display": P.TAKE_PAYMENT,
    "displays.rate_service": P.TAKE_PAYMENT,
    "displays.save_display": P.CHANGE_SETTINGS,
    "displays.send_ratings": P.TAKE_PAYMENT,
    "drawers.add_drawer": P.CHANGE_SETTINGS,
    "drawers.count_safe": P.COUNT_SAFE,
    "drawers.deactivate_user": P.MANAGE_USERS,
    "drawers.begin_count": P.OPEN_SHIFT,
    "drawers.move_cash": P.OPEN_SHIFT,
    "drawers.open_drawer": P.OPEN_SHIFT,
    "drawers.open_shift": P.OPEN_SHIFT,
    "drawers.refuse_closed": None,
    "drawers.refuse_held": None,
    "drawers.reverse_movement": P.OPEN_SHIFT,
    "drawers.seal_count": P.OPEN_SHIFT,
    "drawers.shift_to_end": None,
    "health.rebuild": P.CHANGE_SETTINGS,
    "health.save_second_place": P.CHANGE_SETTINGS,
    "invoices.bring_forward": P.IMPORT_DATA,
    "invoices.cancel_invoice": P.CANCEL_INVOICE,
    "invoices.discard_draft": P.DRAFT_INVOICE,
    "invoices.issue_draft": P.ISSUE_INVOICE,
    "invoices.save_draft": P.DRAFT_INVOICE,
    "invoices.issue_invoice": P.ISSUE_INVOICE,
    "ledger.add_gl_account": P.EDIT_LEDGER_ACCOUNTS,
    "ledger.post": None,
    "ledger.post_manual_entry": P.POST_ENTRY,
    "ledger.save_reason": P.MAINTAIN_LISTS,
    "ledger.seed_chart": P.CHANGE_SETTINGS,
    "ledger.seed_missing_reasons": P.CHANGE_SETTINGS,
    "ledger.seed_reasons": P.CHANGE_SETTINGS,
    "parties.add_external_id": P.EDIT_ACCOUNTS,
    "parties.add_guarantor": P.EDIT_ACCOUNTS,
    "parties.change_account": P.RULE_ACCOUNTS,
    "parties.change_guarantor": P.EDIT_ACCOUNTS,
    "parties.fill_fields": P.EDIT_ACCOUNTS,
    "parties.flag_account": P.EDIT_ACCOUNTS,
    "parties.keep_apart": P.MERGE_ACCOUNTS,
    "parties.merge_accounts": P.MERGE_ACCOUNTS,
    "parties.part_accounts": P.MERGE_ACCOUNTS,
    "parties.remove_external_id": P.EDIT_ACCOUNTS,
    "parties.renumber_account": P.RULE_ACCOUNTS,
    "parties.save_field": P.MAINTAIN_LISTS,
    "parties.set_guarantor": P.EDIT_ACCOUNTS,
    "parties.unflag_account": P.EDIT_ACCOUNTS,
    "parties.write_notes": P.EDIT_ACCOUNTS,
    "parties.add_payer": P.CHANGE_SETTINGS,
    "parties.change_patient": P.EDIT_ACCOUNTS,
    "parties.register_patient": P.EDIT_ACCOUNTS,
    "parties.seed_payers": P.CHANGE_SETTINGS,
    "payments.apply_credit": P.TAKE_PAYMENT,
    "payments.bring_credit_forward": P.IMPORT_DATA,
    "payments.close_shift": P.OPEN_SHIFT,
    "payments.correct_tender": P.VOID_PAYMENT,
    "payments.drop_parked": P.TAKE_PAYMENT,
    "payments.force_close": P.CLOSE_ANY_SHIFT,
    "payments.park_form": P.TAKE_PAYMENT,
    "payments.reallocate": P.TAKE_PAYMENT,
    "payments.settle_late_cash": P.CLOSE_ANY_SHIFT,
    "payments.record_not_collected": P.TAKE_PAYMENT,
    "payments.reprint_receipt": P.TAKE_PAYMENT,
    "payments.save_tender_type": P.MAINTAIN_LISTS,
    "payments.reveal_difference": P.OPEN_SHIFT,
    "payments.run_report": P.OPEN_SHIFT,
    "payments.seed_tenders": P.CHANGE_SETTINGS,
    "payments.take_over": P.OPEN_SHIFT,
    "payments.take_payment": P.TAKE_PAYMENT,
    "payments.void_payment": P.VOID_PAYMENT,
    "printing.preview_paper": None,
    "printing.print_again": P.TAKE_PAYMENT,
    "printing.print_elsewhere": P.TAKE_PAYMENT,
    "printing.save_spare": P.CHANGE_SETTINGS,
    "printing.print_office_page": P.CHANGE_SETTINGS,
    "drawers.print_test_page": P.CHANGE_SETTINGS,
    "printing.put_away": P.TAKE_PAYMENT,
    "printing.save_office_printer": P.CHANGE_SETTINGS,
    "printing.save_printer": P.CHANGE_SETTINGS,
    "printing.save_receipt_design": P.CHANGE_SETTINGS,
    "printing.say_printed": P.TAKE_PAYMENT,
    "scans.save_scanner": P.CHANGE_SETTINGS,
    "security.add_user": P.MANAGE_USERS,
    "security.change_user": P.MANAGE_USERS,
    "security.confirm_pin": P.MANAGE_USERS,
    "security.count_code_try": P.MANAGE_USERS,
    "security.count_pin_try": P.MANAGE_USERS,
    "security.end_access": P.MANAGE_USERS,
    "security.finish_recovery": P.MANAGE_USERS,
    "security.finish_sign_in": P.MANAGE_USERS,
    "security.reactivate_user": P.MANAGE_USERS,
    "security.record_failed_try": P.MANAGE_USERS,
    "security.record_sign_out": P.MANAGE_USERS,
    "security.say_same_person": P.MANAGE_USERS,
    "security.seed_roles": P.MANAGE_USERS,
    "security.set_pin": P.MANAGE_USERS,
    "security.set_recovery_code": P.MANAGE_USERS,
    "security.teach_roles": P.MANAGE_USERS,
    "refunds.approve_refund": P.APPROVE,
    "refunds.begin_card_refund": P.REQUEST_REFUND,
    "refunds.cancel_refund": P.REQUEST_REFUND,
    "refunds.end_card_refund": P.PAY_REFUND,
    "refunds.fail_refund": P.PAY_REFUND,
    "refunds.note_card_refund": P.PAY_REFUND,
    "refunds.pay_refund": P.REQUEST_REFUND,
    "refunds.print_refund": P.REQUEST_REFUND,
    "refunds.request_refund": P.REQUEST_REFUND,
    "refunds.stop_watching": P.PAY_REFUND,
    "refunds.tell_patient": P.REQUEST_REFUND,
    "reports.close_day": P.CLOSE_DAY,
    "reports.reopen_day": P.CLOSE_DAY,
    "reports.print_day_sheet": P.VIEW_REPORTS,
    "reports.print_report": P.VIEW_REPORTS,
    "settings.add_station": P.CHANGE_SETTINGS,
    "settings.change_setting": P.CHANGE_SETTINGS,
    "settings.change_practice": P.CHANGE_SETTINGS,
    "settings.change_site": P.CHANGE_SETTINGS,
    "settings.leave_step": P.CHANGE_SETTINGS,
    "settings.name_station": P.CHANGE_SETTINGS,
    "settings.keep_columns": None,
    "settings.set_up_practice": P.CHANGE_SETTINGS,
    "tasks.answer_task": P.TAKE_PAYMENT,
    "stations.approve_hole": P.MANAGE_STATIONS,
    "stations.invite_station": P.MANAGE_STATIONS,
    "stations.fetch_details": P.TAKE_PAYMENT,
    "stations.keep_details": P.MANAGE_STATIONS,
    "stations.release_record": P.MANAGE_STATIONS,
    "stations.set_aside": P.MANAGE_STATIONS,
    "stations.revoke_station": P.MANAGE_STATIONS,
}
"""What each action asks for. Those without are parts of other actions, which ask, or ask by what is
looked at.
"""
IMPORTS = tuple(action.name for action in EVERY if action.area == "imports")
"""They ask by what is imported, and first find the run; here only that nobody may without any."""
ONE_NEED = tuple(action for action in EVERY if NEEDS.get(action.name))


class Undone(Exception):
    """Takes back what a permitted try did."""


def attempt(station: Station, action: Action, actor: Actor) -> str:
    """`not allowed`, or `went on`: into whatever became of the smallest command."""

    def tried(uow: UnitOfWork, command: Any) -> None:
        action.function(uow, command)
        raise Undone

    tried.__module__ = "tests.areas.service"
    try:
        station.act(actor, tried, smallest(action.command)).result()
    except NotAllowed as refused:
        told = refused.text
    except (CounterfoilError, Bug, Undone, TypeError, AttributeError, ValueError):
        return "went on"
    else:
        return "went on"
    assert told.startswith("Olga may not ")
    assert told.endswith(WHO_MAY.get(action.name, "Ask a manager or an administrator."))
    return "not allowed"


# An administrator may not approve either: nobody is sent to one for that.
WHO_MAY = {
    "approvals.grant_approval": "A billing manager may; an administrator lets one in under Users."
}


def somebody(*permissions: Permission) -> Actor:
    return Actor(UserId(new_id()), "Olga", frozenset(permissions))


def test_every_action_is_known_here() -> None:
    assert {action.name for action in EVERY} == {*NEEDS, *IMPORTS}


@pytest.mark.parametrize("action", ONE_NEED, ids=lambda action: action.name)
def test_an_action_goes_on_with_its_permission_and_with_no_other(
    action: Action, station: Station
) -> None:
    needs = NEEDS[action.name]
    assert needs is not None
    assert attempt(station, action, somebody()) == "not allowed"
    assert attempt(station, action, somebody(*(set(Permission) - {needs}))) == "not allowed"
    assert attempt(station, action, somebody(needs)) == "went on"


@pytest.mark.parametrize("role", PRESETS, ids=lambda role: role.key)
def test_every_role_may_what_its_permissions_say_and_no_more(role: Any, station: Station) -> None:
    actor = somebody(*role.permissions)
    for action in ONE_NEED:
        expected = "went on" if NEEDS[action.name] in role.permissions else "not allowed"
        assert attempt(station, action, actor) == expected, action.name


def test_the_preset_roles_keep_money_and_users_apart() -> None:
    roles = {role.key: frozenset(role.permissions) for role in PRESETS}
    assert P.TAKE_PAYMENT not in roles["administrator"]
    for name in ("cashier", "billing_clerk", "billing_manager", "accounting", "cfo"):
        assert not roles[name] & {P.MANAGE_USERS, P.CHANGE_SETTINGS}, name
    assert P.POST_ENTRY not in roles["cashier"] | roles["billing_clerk"] | roles["billing_manager"]
