"""Who acts, and what they may do; permission is asked here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.errors import NotAllowed
from app.kernel.ids import UserId
from app.kernel.translate import later, t


class Permission(StrEnum):
    """One thing a role may do; the values are stored, so they never change meaning."""

    TAKE_PAYMENT = "take_payment"
    VOID_PAYMENT = "void_payment"
    OPEN_SHIFT = "open_shift"
    CLOSE_ANY_SHIFT = "close_any_shift"
    COUNT_SAFE = "count_safe"
    APPROVE = "approve"
    PREPARE_DEPOSIT = "prepare_deposit"
    VERIFY_DEPOSIT = "verify_deposit"
    CLEAR_DEPOSIT = "clear_deposit"
    VOID_DEPOSIT = "void_deposit"
    RETURN_CHECK = "return_check"
    REQUEST_REFUND = "request_refund"
    PAY_REFUND = "pay_refund"
    DRAFT_INVOICE = "draft_invoice"
    ISSUE_INVOICE = "issue_invoice"
    CANCEL_INVOICE = "cancel_invoice"
    CANCEL_ANY_INVOICE = "cancel_any_invoice"
    EDIT_ACCOUNTS = "edit_accounts"
    RULE_ACCOUNTS = "rule_accounts"
    MERGE_ACCOUNTS = "merge_accounts"
    MAINTAIN_LISTS = "maintain_lists"
    VIEW_ACTIVITY = "view_activity"
    VIEW_REPORTS = "view_reports"
    POST_ENTRY = "post_entry"
    EDIT_LEDGER_ACCOUNTS = "edit_ledger_accounts"
    IMPORT_DATA = "import_data"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_USERS = "manage_users"
    BACK_UP = "back_up"
    MANAGE_STATIONS = "manage_stations"
    CLOSE_DAY = "close_day"


WORDS = {
    Permission.TAKE_PAYMENT: later("take payments"),
    Permission.VOID_PAYMENT: later("void and correct payments"),
    Permission.OPEN_SHIFT: later("open a drawer"),
    Permission.CLOSE_ANY_SHIFT: later("close other people's drawers"),
    Permission.COUNT_SAFE: later("count the safe"),
    Permission.APPROVE: later("approve for others"),
    Permission.PREPARE_DEPOSIT: later("prepare deposits and hand them over"),
    Permission.VERIFY_DEPOSIT: later("count deposits a second time and seal them"),
    Permission.CLEAR_DEPOSIT: later("enter what the bank credited"),
    Permission.VOID_DEPOSIT: later("void deposits"),
    Permission.RETURN_CHECK: later("enter returned checks"),
    Permission.REQUEST_REFUND: later("ask for refunds"),
    Permission.PAY_REFUND: later("give refunds without asking anybody, and write refund checks"),
    Permission.DRAFT_INVOICE: later("write charges"),
    Permission.ISSUE_INVOICE: later("issue invoices"),
    Permission.CANCEL_INVOICE: later("cancel invoices of the same day"),
    Permission.CANCEL_ANY_INVOICE: later("cancel any invoice"),
    Permission.EDIT_ACCOUNTS: later("change patients and accounts"),
    Permission.RULE_ACCOUNTS: later("suspend accounts and set credit limits"),
    Permission.MERGE_ACCOUNTS: later("merge accounts of one person"),
    Permission.MAINTAIN_LISTS: later("change lists such as tenders, reasons and services"),
    Permission.VIEW_ACTIVITY: later("see what everybody did"),
    Permission.VIEW_REPORTS: later("see reports"),
    Permission.POST_ENTRY: later("post journal entries"),
    Permission.EDIT_LEDGER_ACCOUNTS: later("change GL accounts"),
    Permission.IMPORT_DATA: later("import data"),
    Permission.CHANGE_SETTINGS: later("change settings"),
    Permission.MANAGE_USERS: later("manage users"),
    Permission.BACK_UP: later("back up and restore"),
    Permission.MANAGE_STATIONS: later("let stations in and shut them out"),
    Permission.CLOSE_DAY: later("close business days and open them again"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, or the program itself while it sets a practice up."""

    user_id: UserId
    name: str
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless this person may."""
        if permission not in self.permissions:
            raise NotAllowed(
                t(
                    "{name} may not {deed}. Ask a manager or an administrator.",
                    name=self.name,
                    deed=t(WORDS[permission]),
                )
            )


SYSTEM = Actor(UserId("00000000-0000-7000-8000-000000000000"), "Counterfoil", frozenset(Permission))
"""The program itself: set-up, imports run by the installer, and tests of the lower rooms."""
