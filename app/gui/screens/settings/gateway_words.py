"""How gateways and readers are said in the settings; no widgets."""

from __future__ import annotations

from app.areas.cards.gateway_values import (
    INTEGRATED,
    GatewayRow,
    GatewayStanding,
    KeyPurpose,
    Provider,
    ReaderRow,
)
from app.areas.settings.values import Practice
from app.gui.screens.settings.reading import Found
from app.gui.tables.rows_model import ChipLook
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date, format_time
from app.kernel.translate import t


def provider_words(provider: Provider) -> str:
    """Who it is, by the name on its own papers."""
    return {
        Provider.STRIPE: "Stripe",
        Provider.SIMULATED: t("Simulated"),
        Provider.SQUARE: "Square",
        Provider.PAYPAL: "PayPal",
        Provider.AUTHORIZE_NET: "Authorize.Net",
        Provider.BRAINTREE: "Braintree",
        Provider.SEPAY: "SePay",
        Provider.OTHER: t("Another terminal"),
    }[provider]


def provider_hint(provider: Provider) -> str:
    """What choosing this provider means at the Counter."""
    if provider is Provider.STRIPE:
        return t("The program charges the card on a Stripe reader and posts the payment itself.")
    if provider is Provider.SIMULATED:
        return t("A reader on the screen, to practise with. No card is charged.")
    return t(
        "A terminal of its own: the cashier charges the card there and types what its slip says."
    )


def method_names(methods: tuple[str, ...], found: Found) -> str:
    """Ways to pay by the names the practice gives them."""
    names = {row.method: row.name for row in found.tenders}
    return ", ".join(names.get(method, method) for method in methods)


def standing_of(row: GatewayRow, found: Found) -> GatewayStanding:
    return next(
        (each for each in found.standings if each.gateway_id == row.gateway_id),
        GatewayStanding(row.gateway_id),
    )


def reader_here(row: GatewayRow, found: Found) -> ReaderRow | None:
    """The reader that stands at this window."""
    bound = standing_of(row, found).reader_id
    return next((each for each in found.readers if each.reader_id == bound), None)


def gateway_look(row: GatewayRow, found: Found) -> ChipLook:
    """Whether cards can be charged with it at this window."""
    if not row.active:
        return ChipLook("prohibit", t("Not in use"), "muted")
    if row.provider not in INTEGRATED:
        return ChipLook("receipt", t("Recorded"), "muted")
    standing = standing_of(row, found)
    if not standing.key_kept:
        return ChipLook("key", t("No key"), "caution")
    if standing.trouble:
        return ChipLook("warning", t("Off"), "danger")
    here = reader_here(row, found)
    if here is None or not here.active:
        return ChipLook("warning", t("No reader"), "caution")
    if row.test_mode:
        return ChipLook("flask", t("Test"), "accent")
    return ChipLook("check-circle", t("Ready"), "money_in")


def permissions_words(purpose: KeyPurpose) -> str:
    """What a restricted key needs, by the names of the dashboard, which is in English."""
    from app.devices.card_terminal.keys import needed_permissions

    return ", ".join(needed_permissions(purpose))


def key_words_of(row: GatewayRow, standing: GatewayStanding, here: Practice) -> tuple[str, str]:
    """How the key of this computer stands, and its tone."""
    if not standing.key_kept:
        return t("This computer has no key yet, so no card can be charged here."), "caution"
    when = ""
    if standing.checked_at is not None:
        day = standing.checked_at.astimezone(zone_named(here.time_zone)).date()
        when = t(
            "Checked on {day} at {time}.",
            day=format_date(day, here.locale),
            time=format_time(standing.checked_at, here.time_zone, here.locale),
        )
    if standing.trouble:
        return f"{standing.trouble} {when}".strip(), "danger"
    said = t("The key is in the keyring of this computer.")
    whose = t("It opens {account}.", account=row.account_ref) if row.account_ref else ""
    return " ".join(part for part in (said, whose, when) if part), "muted"


def reader_look(row: ReaderRow, found: Found) -> ChipLook:
    if not row.active:
        return ChipLook("prohibit", t("Not in use"), "muted")
    if any(each.reader_id == row.reader_id for each in found.standings):
        return ChipLook("desktop", t("At this window"), "accent")
    return ChipLook("check-circle", t("In use"), "muted")
