"""Who the practice is and where its sites are, as receipts, slips and day sheets say it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.areas.settings import maintaining
from app.areas.settings.values import (
    ChangePractice,
    ChangeSite,
    PracticeDetails,
    SiteDetails,
    SiteNamed,
)
from app.gui.desk import Desk
from app.gui.offers import LANGUAGES, countries, locale_of, zones
from app.gui.screens.settings.edit_form import EditForm, Pick
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.tables.rows_model import Column
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.kernel.ids import CommandId, OrganizationId
from app.kernel.translate import t

PRACTICE_ONLY: Final = ("legal_name", "tax_id", "locale")
SITE_ONLY: Final = ("time_zone", "cutoff")
PICKED: Final = ("country", "locale", "time_zone")
NEEDED: Final = ("name", "country", "locale", "time_zone", "cutoff")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """The practice itself (`site` None) or one of its sites."""

    id: str
    details: PracticeDetails | SiteDetails
    site: SiteNamed | None

    @property
    def address(self) -> str:
        """On one line."""
        each = self.details
        return ", ".join(part for part in (each.address_1, each.city, each.region) if part)


class PlaceForm(EditForm):
    """The fields of a practice or of a site; those of the other are hidden. `logo_wanted` leads to
    the receipt's design.
    """

    logo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row: PlaceRow | None = None
        words = {
            "name": (t("Name"), False),
            "legal_name": (t("Legal name, where it differs"), True),
            "tax_id": (t("Tax number"), True),
            "address_1": (t("Street"), True),
            "address_2": (t("Second line of the address"), True),
            "city": (t("City"), True),
            "region": (t("State or region"), True),
            "postal_code": (t("Postal code"), True),
            "country": (t("Country"), False),
            "phone": (t("Phone"), True),
            "email": (t("E-mail"), True),
            "locale": (t("Language"), False),
            "time_zone": (t("Time zone"), False),
            "cutoff": (t("A new business day begins at"), False),
        }
        hints = {
            "tax_id": t("It stands on deposit slips and letters."),
            "cutoff": t("What is taken before this hour still belongs to the day before."),
            "locale": t("Of the program and of receipts."),
        }
        for name, (label, optional) in words.items():
            control = _narrow_pick() if name in PICKED else QLineEdit()
            self.add(name, Field(label, control, optional=optional, hint=hints.get(name, "")))
        self.logo = Button(t("Logo and look of the receipt"), icon="receipt")
        self.logo.setAutoDefault(True)
        self.logo.clicked.connect(self.logo_wanted)
        self.body.addWidget(self.logo)

    def needs(self, name: str) -> bool:
        return name in NEEDED

    def show_place(self, row: PlaceRow) -> None:
        """The practice or a site as it is now."""
        self.row = row
        hidden = SITE_ONLY if row.site is None else PRACTICE_ONLY
        for name, field in self.fields.items():
            field.setVisible(name not in hidden)
        self.logo.setVisible(row.site is None)
        said = {each.name: str(getattr(row.details, each.name)) for each in fields(row.details)}
        self._pick("country", countries(), said["country"])
        if "locale" in said:
            offered = [(words, locale_of(key, said["country"])) for words, key in LANGUAGES]
            self._pick("locale", tuple(offered), said["locale"])
        if "time_zone" in said:
            self._pick("time_zone", zones(), said["time_zone"])
        for name, text in said.items():
            control = self.fields[name].control
            if isinstance(control, QLineEdit):
                control.setText(text)
        self.begin(said["name"], t("Save the details"), known=True)

    def command(self, intent: CommandId) -> ChangePractice | ChangeSite | None:
        """What the form says; None after saying beside a box what is missing."""
        row = self.row
        self.accept_all()
        if row is None or self.lacks(*(n for n in NEEDED if self.fields[n].isVisibleTo(self))):
            return None
        said: dict[str, Any] = {each.name: self._said(each.name) for each in fields(row.details)}
        if row.site is None:
            return ChangePractice(intent, PracticeDetails(**said))
        return ChangeSite(intent, row.site.site_id, SiteDetails(**said))

    def _said(self, name: str) -> str:
        control = self.fields[name].control
        if isinstance(control, Pick):
            return str(control.currentData() or "")
        return control.text() if isinstance(control, QLineEdit) else ""

    def _pick(self, name: str, offered: tuple[tuple[str, str], ...], now: str) -> None:
        control = self.fields[name].control
        if isinstance(control, Pick):
            known = any(value == now for _words, value in offered)
            control.offer(offered if known else ((now, now), *offered), now)


class Places(ListSection):
    """The practice first, then its sites."""

    form: PlaceForm
    beside = (0,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            t("Practice"),
            t("Papers say it from the moment it is saved; what is printed stays as it was."),
            (
                Column(t("Name"), lambda row: row.details.name, width=200, stretch=True),
                Column(t("What it is"), _kind_words, tone=lambda _row: "muted", width=110),
                Column(t("Address"), lambda row: row.address, width=220),
                Column(t("Phone"), lambda row: row.details.phone, width=130),
            ),
            PlaceForm(),
        )
        self.form.logo_wanted.connect(lambda: desk.go("receipt_look"))

    def rows(self, found: Found) -> tuple[PlaceRow, ...]:
        practice = PlaceRow(str(self._organization()), found.practice, None)
        return (practice, *(PlaceRow(str(s.site_id), d, s) for s, d in found.sites))

    def key_of(self, row: PlaceRow) -> object:
        return row.id

    def fill(self, row: PlaceRow | None) -> None:
        if row is not None:
            self.form.show_place(row)

    def save(self) -> None:
        command = self.form.command(self.intent)
        if command is None:
            return
        said = t("Saved. Windows that are open show it after their next start.")
        action: Any = maintaining.change_practice
        if isinstance(command, ChangeSite):
            action = maintaining.change_site
        self.send(action, command, lambda _changed: said)

    def _organization(self) -> OrganizationId:
        return self.desk.practice.organization_id


def _narrow_pick() -> Pick:
    """A list as wide as the form, however long its longest words are."""
    pick = Pick()
    pick.setMinimumContentsLength(8)
    pick.setSizeAdjustPolicy(Pick.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return pick


def _kind_words(row: PlaceRow) -> str:
    return t("Practice") if row.site is None else t("Site")
