"""The pages that are asked before there is a practice: a form each, filled with what is likely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.areas.security.rules import check_new_pin
from app.areas.settings.service import (
    check_code,
    check_country,
    check_cutoff,
    check_reach,
)
from app.gui import offers
from app.gui.setup_steps import step_words
from app.gui.widgets.form_card import (
    FormCard,
    choice_box,
    pick_box,
    secret_box,
    text_box,
)
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.pin_edit import pin_hint
from app.kernel.clock import zone_named
from app.kernel.errors import UserError
from app.kernel.money import decimals_of
from app.kernel.text import clean, clean_required
from app.kernel.translate import t

Answers = Mapping[str, str]
SECRETS: Final = frozenset({"pin", "pin_again", "passphrase", "passphrase_again"})
"""What is never kept with the other answers."""
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "practice": ("organization_name", "country"),
    "site": ("site_name", "time_zone", "cutoff"),
    "station": ("station_code", "station_name"),
    "money": ("currency", "language"),
    "administrator": ("name", "number", "pin", "pin_again"),
}
LONGEST: Final = {"site_name": 80, "station_name": 40, "name": 80, "number": 20}


def page_of(step: str, answers: Answers) -> FormCard:
    """The form of a step with what was answered before, else with what is likely."""
    page = FormCard(step_words(step))
    _MAKERS[step](page, answers)
    page.finish(t("Set up the practice") if step == "administrator" else t("Go on"))
    return page


def _say(page: FormCard, words: str) -> None:
    page.body.addWidget(PlainLabel(words, tone="muted", wrap=True))


def _practice(page: FormCard, said: Answers) -> None:
    _say(page, t("It stands on receipts and letters. Everything can be changed later."))
    page.add(
        "organization_name",
        t("Name of the practice"),
        text_box(said.get("organization_name", "")),
    )
    page.add_row(
        ("phone", t("Phone"), text_box(said.get("phone", ""))),
        ("tax_id", t("Tax number"), text_box(said.get("tax_id", ""))),
    )
    page.add("address_1", t("Street"), text_box(said.get("address_1", "")), optional=True)
    page.add_row(
        ("city", t("City"), text_box(said.get("city", ""))),
        ("region", t("State or region"), text_box(said.get("region", ""))),
        ("postal_code", t("Postal code"), text_box(said.get("postal_code", ""))),
    )
    chosen = said.get("country") or offers.country_here()
    page.add("country", t("Country"), choice_box(offers.countries(), chosen))


def _site(page: FormCard, said: Answers) -> None:
    _say(page, t("Where the practice sees people. More places can join later."))
    name = said.get("site_name") or t("Main office")
    page.add("site_name", t("Name of this place"), text_box(name))
    page.add(
        "time_zone",
        t("Time zone"),
        choice_box(offers.zones(), said.get("time_zone") or offers.zone_here()),
        hint=t("Type the name of a large city near you."),
    )
    page.add(
        "cutoff",
        t("A new business day begins at"),
        text_box(said.get("cutoff") or "04:00"),
        hint=t("What is taken before this hour still belongs to the day before."),
    )


def _station(page: FormCard, said: Answers) -> None:
    words = t(
        "A window is where people come to pay. This computer is one of the practice; others can "
        "join later with a code."
    )
    _say(page, words)
    page.add(
        "station_name",
        t("What people call this window"),
        text_box(said.get("station_name") or t("Front desk")),
    )
    page.add(
        "station_code",
        t("Its short name"),
        text_box(said.get("station_code") or "W1"),
        hint=t("Receipts and invoices of this window begin with it, such as W1-000001."),
    )


def _money(page: FormCard, said: Answers) -> None:
    _say(page, t("The currency stays for good; the language can be changed."))
    country = said.get("country", "")
    page.add(
        "currency",
        t("Currency of the practice"),
        choice_box(offers.currencies(), said.get("currency") or offers.currency_of(country)),
    )
    page.add(
        "language",
        t("Language"),
        pick_box(offers.LANGUAGES, said.get("language") or offers.language_here()),
        hint=t("Of this program and of the receipts. Amounts and dates follow it."),
    )


def _administrator(page: FormCard, said: Answers) -> None:
    words = t("You set things up and let others in. Who takes payments comes on the next pages.")
    _say(page, words)
    page.add("name", t("Your name"), text_box(said.get("name", "")))
    page.add(
        "number",
        t("Your badge or staff number"),
        text_box(said.get("number") or "1"),
        hint=t("What you type to sign in. Any short number will do."),
    )
    page.add("pin", t("Your PIN"), secret_box(), hint=pin_hint())
    page.check_early("pin", lambda pin: check_new_pin(pin, page.texts()["number"].strip()))
    page.add("pin_again", t("Your PIN again"), secret_box())
    page.add_passphrase()


_MAKERS: Final[dict[str, Callable[[FormCard, Answers], None]]] = {
    "practice": _practice,
    "site": _site,
    "station": _station,
    "money": _money,
    "administrator": _administrator,
}


def checked(step: str, page: FormCard) -> bool:
    """Whether everything on a page fits, after saying beside its box what does not."""
    page.accept_all()
    if page.lacks(*NEEDED[step]):
        return False
    texts = page.texts()
    try:
        for name, text in texts.items():
            if name in NEEDED[step] and name not in SECRETS:
                clean_required(text, name, most=LONGEST.get(name, 120))
            elif name not in SECRETS:
                clean(text, name, most=120)
        _CHECKS[step](texts)
    except UserError as wrong:
        page.refuse(wrong.field or "", wrong.text)
        return False
    if step != "administrator":
        return True
    if page.differs("pin", t("The two PINs differ. Type the same one twice.")):
        return False
    return not (
        page.passphrase_asked
        and page.differs("passphrase", t("The two passphrases differ. Type the same one twice."))
    )


def _check_practice(texts: Answers) -> None:
    check_reach(texts["phone"], "")
    if texts["country"] not in {code for _words, code in offers.countries()}:
        check_country("")


def _check_site(texts: Answers) -> None:
    zone_named(texts["time_zone"])
    check_cutoff(texts["cutoff"])


_CHECKS: Final[dict[str, Callable[[Answers], object]]] = {
    "practice": _check_practice,
    "site": _check_site,
    "station": lambda texts: check_code(texts["station_code"].strip().upper()),
    "money": lambda texts: decimals_of(texts["currency"].strip().upper()),
    "administrator": lambda texts: check_new_pin(texts["pin"], texts["number"]),
}
