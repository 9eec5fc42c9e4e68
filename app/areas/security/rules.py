"""What a PIN must be, how long to wait after failures, and the preset roles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.areas.security import errors
from app.kernel.actor import Permission as P

DEAD_AFTER = 10
"""Consecutive failures after which a PIN is dead on a station (NIST SP 800-63B-4 allows 10 at
most).
"""
_VERIFIER = re.compile(
    r"\$argon2id\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,2}\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{22,128}"
)
DELAYS_S = (0, 0, 0, 5, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Preset:
    """A role every practice starts with (`domain.md` 14)."""

    key: str
    name: str
    permissions: tuple[P, ...]


_CASHIER = (
    P.TAKE_PAYMENT,
    P.VOID_PAYMENT,
    P.OPEN_SHIFT,
    P.PREPARE_DEPOSIT,
    P.VERIFY_DEPOSIT,
    P.EDIT_ACCOUNTS,
    P.DRAFT_INVOICE,
    P.REQUEST_REFUND,
)
_CLERK = (*_CASHIER, P.ISSUE_INVOICE, P.CANCEL_INVOICE, P.VIEW_REPORTS, P.PAY_REFUND)
_MANAGER = (
    *_CLERK,
    P.CLOSE_ANY_SHIFT,
    P.COUNT_SAFE,
    P.APPROVE,
    P.CLEAR_DEPOSIT,
    P.VOID_DEPOSIT,
    P.RETURN_CHECK,
    P.CANCEL_ANY_INVOICE,
    P.RULE_ACCOUNTS,
    P.MERGE_ACCOUNTS,
    P.MAINTAIN_LISTS,
    P.VIEW_ACTIVITY,
    P.IMPORT_DATA,
    P.MANAGE_STATIONS,
    P.CLOSE_DAY,
)
_ACCOUNTING = (
    P.TAKE_PAYMENT,
    P.VIEW_REPORTS,
    P.POST_ENTRY,
    P.EDIT_LEDGER_ACCOUNTS,
    P.COUNT_SAFE,
    P.PREPARE_DEPOSIT,
    P.VERIFY_DEPOSIT,
    P.CLEAR_DEPOSIT,
    P.RETURN_CHECK,
    P.REQUEST_REFUND,
    P.PAY_REFUND,
    P.VIEW_ACTIVITY,
)

PRESETS = (
    Preset("cashier", "Cashier", _CASHIER),
    Preset("billing_clerk", "Billing clerk", _CLERK),
    Preset("billing_manager", "Billing manager", _MANAGER),
    Preset("accounting", "Accounting staff", _ACCOUNTING),
    Preset("cfo", "CFO", tuple(dict.fromkeys((*_MANAGER, *_ACCOUNTING)))),
    Preset(
        "administrator",
        "Administrator",
        (
            P.MANAGE_USERS,
            P.CHANGE_SETTINGS,
            P.BACK_UP,
            P.IMPORT_DATA,
            P.EDIT_ACCOUNTS,
            P.MAINTAIN_LISTS,
            P.VIEW_ACTIVITY,
            P.MANAGE_STATIONS,
        ),
    ),
)


def check_new_pin(pin: str, number: str) -> str:
    """`pin` when it is good enough, else a UserError; `number` is the user's badge number."""
    if not (pin.isascii() and pin.isdecimal() and 6 <= len(pin) <= 12):
        raise errors.pin_length()
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    pairs = len({pin[i : i + 2] for i in range(0, len(pin), 2)}) == 1
    triples = len({pin[i : i + 3] for i in range(0, len(pin), 3)}) == 1 and len(pin) % 3 == 0
    if steps <= {0} or steps <= {1} or steps <= {9} or pairs or triples:
        raise errors.pin_has_pattern()
    if len(pin) == 8 and (
        _a_date(pin, "%d%m%Y") or _a_date(pin, "%m%d%Y") or _a_date(pin, "%Y%m%d")
    ):
        raise errors.pin_is_date()
    if len(pin) == 6 and (1900 <= int(pin[:4]) <= 2029 or 1900 <= int(pin[2:]) <= 2029):
        raise errors.pin_is_year()
    if pin in number or (len(number) >= 4 and number in pin):
        raise errors.pin_is_number()
    return pin


def check_verifier(verifier: str) -> str:
    """`verifier` when it is an argon2id encoded hash; nothing else can be checked later."""
    if not _VERIFIER.fullmatch(verifier):
        raise errors.not_a_verifier()
    return verifier


def _a_date(digits: str, form: str) -> bool:
    try:
        return 1900 <= datetime.strptime(digits, form).year <= 2100  # noqa: DTZ007 only a check
    except ValueError:
        return False


def wait_s(failures: int, last_failure: datetime | None, now: datetime) -> int:
    """Whole seconds until the next try is allowed after `failures` wrong ones in a row."""
    if last_failure is None or failures == 0:
        return 0
    delay = DELAYS_S[min(failures, len(DELAYS_S) - 1)]
    ready = last_failure + timedelta(seconds=delay)
    left = (ready - now).total_seconds()
    return min(delay, max(0, -int(-left // 1)))


def initials(name: str) -> str:
    """Up to two letters for a tile."""
    words = name.split()
    letters = [words[0][:1], words[-1][:1]] if len(words) > 1 else [w[:1] for w in words]
    return "".join(letters).upper()


def person_of_accounts(accounts: Iterable[str]) -> str:
    """The id of a person: the account they had first, as ids begin with the time they were made."""
    return min(accounts)
