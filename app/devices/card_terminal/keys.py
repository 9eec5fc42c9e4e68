"""Keys of card gateways: which one a practice may use, and this computer's keyring, where alone
they are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

from app.areas.cards.gateway_values import GatewayRow, KeyPurpose
from app.areas.cards.ports import AccountSeen, GatewayTrouble, Trouble
from app.areas.settings.values import Practice
from app.devices.card_terminal.stripe_gateway import key_seen
from app.devices.card_terminal.stripe_line import LineTimes, StripeLine
from app.devices.card_terminal.stripe_troubles import no_key
from app.kernel.errors import CounterfoilError, OutsideError, UserError
from app.kernel.translate import t
from app.storage.keys import SecretStore

SERVICE: Final = "Counterfoil cards"
_GONE: Final = "-"
"""A keyring is asked to forget by writing this over the key."""
_SHAPE: Final = re.compile(r"(rk|sk)_(test|live)_\w{8,240}", re.ASCII)
_FIELD: Final = "key"


class Practised(Protocol):
    """A station: whether its practice is the demo decides which keys it may use."""

    @property
    def practice(self) -> Practice: ...


@dataclass(frozen=True, slots=True)
class Permission:
    """A line of the page where a key is made, and what is ticked there."""

    resource: str
    level: str

    def __str__(self) -> str:
        return f"{self.resource}: {self.level}"


PERMISSIONS: Final[dict[KeyPurpose, tuple[Permission, ...]]] = {
    KeyPurpose.TILL: (
        Permission("PaymentIntents", "Write"),
        Permission("Charges", "Read"),
        Permission("Terminal Readers", "Write"),
        Permission("Terminal Locations", "Write"),
        Permission("Balance", "Read"),
    ),
    KeyPurpose.OFFICE: (
        Permission("Refunds", "Write"),
        Permission("Charges", "Read"),
        Permission("PaymentIntents", "Read"),
        Permission("Balance", "Read"),
        Permission("Payouts", "Read"),
    ),
}
"""What a restricted key needs and nothing more, in Stripe's own words."""


def needed_permissions(purpose: KeyPurpose) -> tuple[str, ...]:
    return tuple(str(each) for each in PERMISSIONS[purpose])


def is_test_key(secret: str) -> bool:
    return secret.split("_")[1:2] == ["test"]


def checked_key(secret: str, purpose: KeyPurpose, *, demo: bool, test_mode: bool) -> str:
    """The key as it is kept, or a UserError that says which key to make instead; it never repeats
    what was typed.
    """
    key = secret.strip()
    found = _SHAPE.fullmatch(key)
    if found is None:
        raise _not_a_key(key, purpose)
    kind, mode = found.groups()
    if kind == "sk" and mode == "live":
        raise UserError(
            t(
                "This key may do everything with the account. Make a restricted key at Stripe "
                "(Developers, API keys) that begins with rk_live_ and has only: {permissions}.",
                permissions=", ".join(needed_permissions(purpose)),
            ),
            field=_FIELD,
        )
    if mode == "live" and demo:
        raise UserError(
            t("This is the demo practice: no real card is charged here. Use a test key."),
            field=_FIELD,
        )
    if mode == "live" and test_mode:
        raise UserError(
            t("This gateway is in test mode, and the key is a live one. Use a test key."),
            field=_FIELD,
        )
    if mode == "test" and not (demo or test_mode):
        raise UserError(
            t(
                "A test key charges nobody. Use a live key, or turn on test mode for this "
                "gateway to try it."
            ),
            field=_FIELD,
        )
    return key


def check_key(
    station: Practised, store: SecretStore, row: GatewayRow, purpose: KeyPurpose
) -> AccountSeen:
    """Whose account the kept key opens; a GatewayTrouble where it opens none."""
    line = line_of(row, store, purpose, demo=station.practice.demo)
    if line is None:
        raise no_key()
    try:
        return key_seen(line, purpose)
    finally:
        line.close()


def keep_key(
    station: Practised, store: SecretStore, row: GatewayRow, purpose: KeyPurpose, key: str
) -> AccountSeen:
    """Try a key at Stripe and keep it in this computer's keyring, nowhere else; whose it is.

    Takes some seconds. Nothing is kept of a key that does not work or is another account's.
    """
    secret = checked_key(key, purpose, demo=station.practice.demo, test_mode=row.test_mode)
    if not store.available():
        raise OutsideError(
            t(
                "This computer has no keyring that could keep the key safely. Turn on the "
                "system's keyring, then try again."
            )
        )
    seen = _tried(row, purpose, secret)
    if row.account_ref and seen.ref and seen.ref != row.account_ref:
        raise UserError(
            t("This key belongs to another account. Add a gateway of its own for it."),
            field=_FIELD,
        )
    name = _name(row, purpose)
    store.write(SERVICE, name, secret)
    if store.read(SERVICE, name) != secret:
        raise OutsideError(t("The keyring of this computer did not keep the key. Try again."))
    return seen


def line_of(
    row: GatewayRow,
    store: SecretStore,
    purpose: KeyPurpose,
    *,
    demo: bool,
    times: LineTimes | None = None,
) -> StripeLine | None:
    """The way to Stripe with the kept key; None without one that this practice may use."""
    try:
        kept = kept_key(store, row, purpose)
        secret = checked_key(kept, purpose, demo=demo, test_mode=row.test_mode) if kept else ""
    except CounterfoilError:
        secret = ""
    return _line(row, secret, times) if secret else None


def key_kept(store: SecretStore, row: GatewayRow, purpose: KeyPurpose) -> bool:
    """Whether there is a key; a locked keyring counts as none."""
    try:
        return bool(kept_key(store, row, purpose))
    except OutsideError:
        return False


def kept_key(store: SecretStore, row: GatewayRow, purpose: KeyPurpose) -> str:
    """The key, empty where there is none; an OutsideError where the keyring is locked."""
    if not store.available():
        return ""
    kept = store.read(SERVICE, _name(row, purpose)) or ""
    return "" if kept == _GONE else kept


def forget_key(store: SecretStore, row: GatewayRow, purpose: KeyPurpose) -> None:
    """Take a key out of this computer's keyring; harmless where there is none."""
    if kept_key(store, row, purpose):
        store.write(SERVICE, _name(row, purpose), _GONE)


def _name(row: GatewayRow, purpose: KeyPurpose) -> str:
    """A key is kept for one address: whoever changes that must know the key, or it could be sent to
    a place of his own.
    """
    address = f" {row.base_url.rstrip('/')}" if row.base_url else ""
    return f"{row.gateway_id} {purpose}{address}"


def _tried(row: GatewayRow, purpose: KeyPurpose, secret: str) -> AccountSeen:
    line = _line(row, secret, None)
    try:
        seen = key_seen(line, purpose)
    except GatewayTrouble as trouble:
        if trouble.trouble is Trouble.ACCESS:
            raise UserError(
                t("Stripe does not accept this key. It may be revoked, expired or mistyped."),
                field=_FIELD,
            ) from None
        raise
    finally:
        line.close()
    if seen.lacks:
        raise UserError(
            t(
                "The key works but may not do all that is needed. At Stripe, give it also: "
                "{permissions}.",
                permissions=", ".join(seen.lacks),
            ),
            field=_FIELD,
        )
    return seen


def _line(row: GatewayRow, secret: str, times: LineTimes | None) -> StripeLine:
    test_mode = is_test_key(secret)
    if row.base_url.startswith("http://") and not test_mode:
        raise no_key()
    return StripeLine(secret, test_mode=test_mode, base_url=row.base_url, times=times)


def _not_a_key(key: str, purpose: KeyPurpose) -> UserError:
    if key.startswith("pk_"):
        return UserError(
            t("This is a publishable key, which can't charge. Use a restricted key (rk_…)."),
            field=_FIELD,
        )
    return UserError(
        t(
            "This is not a whole Stripe key. A restricted key begins with rk_live_ or rk_test_ "
            "and needs: {permissions}.",
            permissions=", ".join(needed_permissions(purpose)),
        ),
        field=_FIELD,
    )
