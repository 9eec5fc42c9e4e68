"""Which keys a practice may use, where they are kept, and what is said when one is no good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from app.areas.cards.gateway_values import GatewayRow, KeyPurpose, Provider
from app.areas.cards.ports import GatewayTrouble, IntentWanted, Trouble
from app.areas.settings.values import Practice
from app.bootstrap import Station
from app.devices.card_terminal import keys
from app.devices.card_terminal.gateways import gateway_for
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import GatewayId, new_id
from app.kernel.money import Money
from tests.stripe_stand_in.front import StripeFront
from tests.stripe_stand_in.world import OFFICE_KEY, TILL_KEY, Key, StripeWorld

TILL, OFFICE = KeyPurpose.TILL, KeyPurpose.OFFICE
LIVE, SECRET_LIVE = "rk_live_51standIn0001", "sk_live_51standIn0001"
ROW = GatewayRow(
    gateway_id=GatewayId(new_id()),
    name="Stripe",
    provider=Provider.STRIPE,
    methods=("credit_card",),
    default_for=(),
    merchant_id="",
    account_ref="",
    base_url="",
    integrated=True,
    test_mode=True,
    settings="{}",
    position=1,
    active=True,
)


@dataclass
class Keyring:
    """A computer's keyring in memory."""

    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    there: bool = True
    locked: bool = False
    forgets: bool = False

    def available(self) -> bool:
        return self.there

    def read(self, service: str, name: str) -> str | None:
        if self.locked:
            raise OutsideError("locked")
        return self.kept.get((service, name))

    def write(self, service: str, name: str, secret: str) -> None:
        if not self.forgets:
            self.kept[service, name] = secret


@dataclass
class Live:
    """A station of a practice that is no demo."""

    station: Station

    @property
    def practice(self) -> Practice:
        return replace(self.station.practice, demo=False)

    @property
    def act(self) -> Any:
        return self.station.act

    @property
    def ask(self) -> Any:
        return self.station.ask


@pytest.fixture
def front() -> Iterator[StripeFront]:
    with StripeFront(StripeWorld()) as front:
        yield front


@pytest.fixture
def row(front: StripeFront) -> GatewayRow:
    return replace(ROW, base_url=front.url)


@pytest.fixture
def here(station: Station) -> Live:
    return Live(station)


@pytest.mark.parametrize(
    ("key", "demo", "test_mode", "says"),
    [
        (SECRET_LIVE, False, False, "PaymentIntents: Write"),
        (LIVE, True, True, "demo"),
        (LIVE, False, True, "test mode"),
        ("rk_test_51standIn0001", False, False, "charges nobody"),
        ("pk_live_51standIn0001", False, False, "publishable"),
        ("rk_live_51", False, False, "not a whole Stripe key"),
        ("4242 4242 4242 4242", False, False, "not a whole Stripe key"),
        ("rk_live_51stand\nIn0001", False, False, "not a whole Stripe key"),
        ("", False, False, "not a whole Stripe key"),
    ],
)
def test_a_key_that_must_not_be_used_is_refused_without_repeating_it(
    key: str, demo: bool, test_mode: bool, says: str
) -> None:
    with pytest.raises(UserError, match=says) as refused:
        keys.checked_key(key, TILL, demo=demo, test_mode=test_mode)
    assert refused.value.field == "key"
    assert not key or key not in str(refused.value)
    assert "51standIn" not in str(refused.value)


@pytest.mark.parametrize(
    ("key", "demo", "test_mode"),
    [(LIVE, False, False), (f" {TILL_KEY}\n", True, True), ("sk_test_51standIn0001", False, True)],
)
def test_a_key_that_may_be_used(key: str, demo: bool, test_mode: bool) -> None:
    assert keys.checked_key(key, OFFICE, demo=demo, test_mode=test_mode) == key.strip()


def test_a_key_is_tried_and_kept_in_the_keyring_alone(
    row: GatewayRow, here: Live, front: StripeFront
) -> None:
    ring = Keyring()
    seen = keys.keep_key(here, ring, row, TILL, TILL_KEY)
    assert (seen.ref, seen.test_mode, seen.lacks) == ("acct_1standIn000001", True, ())
    assert keys.keep_key(here, ring, row, OFFICE, OFFICE_KEY).lacks == ()
    assert set(ring.kept.values()) == {TILL_KEY, OFFICE_KEY}
    assert {service for service, _ in ring.kept} == {keys.SERVICE}
    assert keys.check_key(here, ring, row, TILL).ref == seen.ref
    assert not front.world.all("pi"), "trying a key leaves nothing behind"
    keys.forget_key(ring, row, TILL)
    assert not keys.key_kept(ring, row, TILL)
    assert keys.key_kept(ring, row, OFFICE)
    with pytest.raises(GatewayTrouble):
        keys.check_key(here, ring, row, TILL)


def test_nothing_is_kept_of_a_key_that_does_not_do(
    row: GatewayRow, here: Live, front: StripeFront
) -> None:
    ring, world = Keyring(), front.world
    with pytest.raises(UserError, match="revoked, expired or mistyped"):
        keys.keep_key(here, ring, row, TILL, "rk_test_nobodyKnowsIt")
    world.keys[TILL_KEY] = Key(("payment_intent_write", "terminal_location_read"))
    with pytest.raises(UserError, match=r"Charges: Read, Terminal Readers: Write\."):
        keys.keep_key(here, ring, row, TILL, TILL_KEY)
    with pytest.raises(UserError, match="another account"):
        keys.keep_key(here, ring, replace(row, account_ref="acct_other"), OFFICE, OFFICE_KEY)
    world.faults.network_down = True
    with pytest.raises(GatewayTrouble, match="did not answer"):
        keys.keep_key(here, ring, row, OFFICE, OFFICE_KEY)
    world.faults.clear()
    assert not ring.kept
    for poor in (Keyring(there=False), Keyring(forgets=True)):
        with pytest.raises(OutsideError, match="keyring"):
            keys.keep_key(here, poor, row, OFFICE, OFFICE_KEY)


def test_a_secret_test_key_names_its_account(
    row: GatewayRow, here: Live, front: StripeFront
) -> None:
    front.world.keys["sk_test_51standIn0001"] = Key(None)
    seen = keys.keep_key(here, Keyring(), row, TILL, "sk_test_51standIn0001")
    assert (seen.name, seen.currency) == ("Stand-in Clinic", "USD")


def test_without_a_key_cards_are_off_in_one_plain_sentence(row: GatewayRow, here: Live) -> None:
    whole = Keyring()
    keys.keep_key(here, whole, row, TILL, TILL_KEY)
    live = replace(row, test_mode=False)
    http_live = Keyring(dict.fromkeys(whole.kept, LIVE))
    poor = [
        (Keyring(), row),
        (whole, replace(row, base_url="https://elsewhere.example")),
        (whole, replace(row, base_url="")),
        (Keyring(there=False), row),
        (Keyring(whole.kept, locked=True), row),
        (whole, live),
        (http_live, live),
        (whole, replace(row, active=False)),
        (whole, replace(row, integrated=False)),
        (whole, replace(row, provider=Provider.SIMULATED)),
    ]
    for ring, wanted in poor:
        with pytest.raises(GatewayTrouble) as trouble:
            gateway_for(wanted, ring, here)
        assert trouble.value.trouble is Trouble.ACCESS
        assert str(trouble.value) == "Card payments are not set up – ask an administrator."
    gateway = gateway_for(row, whole, here)
    intent = gateway.create_intent("key", IntentWanted(Money(500, "USD"), "a", "p", "s"))
    with pytest.raises(GatewayTrouble) as trouble:
        gateway.refund("key", intent.ref, Money(500, "USD"), "refund")
    assert trouble.value.trouble is Trouble.ACCESS, "the till's key gives nothing back"
    simulated = replace(row, provider=Provider.SIMULATED, base_url="")
    assert gateway_for(simulated, Keyring(), here.station).account().ref == "simulated"
