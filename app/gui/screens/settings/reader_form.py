"""The form of one card reader: from the gateway's list or by its registration code, and whether it
stands at this window.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.areas.cards.gateway_values import GatewayRow, Provider, ReaderRow
from app.areas.cards.ports import LocationSeen, ReaderSeen
from app.areas.settings.values import Practice
from app.gui.screens.settings.edit_form import EditForm, Pick
from app.gui.screens.settings.gateway_words import standing_of
from app.gui.screens.settings.reading import Found
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.tick import Tick
from app.kernel.clock import zone_named
from app.kernel.i18n import format_short_date, format_time
from app.kernel.translate import t

BY_CODE: Final = ""
NEW_PLACE: Final = ""


class ReaderForm(EditForm):
    """`looked_for` asks what readers and places the gateway knows."""

    looked_for = Signal(object)

    def __init__(self, here: Practice) -> None:
        super().__init__()
        self._here = here
        self.row: ReaderRow | None = None
        self._gateways: tuple[GatewayRow, ...] = ()
        self._readers: tuple[ReaderSeen, ...] = ()
        self._found: Found | None = None
        self.gateway, self.reader, self.place = Pick(), Pick(), Pick()
        self.code, self.label, self.new_place = QLineEdit(), QLineEdit(), QLineEdit()
        self.seen = PlainLabel("", tone="muted", wrap=True)
        self.body.addWidget(self.seen)
        self.add("gateway_id", Field(t("Gateway"), self.gateway))
        self.look = Button(t("Look for readers"), icon="magnifying-glass")
        self.look.setAutoDefault(True)
        self.body.addWidget(self.look)
        self.add("reader_ref", Field(t("Reader"), self.reader))
        self.add(
            "code",
            Field(
                t("Registration code"),
                self.code,
                hint=t(
                    "On the reader: settings, admin code 07139, generate pairing code. Three words."
                ),
            ),
        )
        self.add("label", Field(t("Name of the reader"), self.label, hint=t("Such as Front desk")))
        self.add("location_ref", Field(t("Where it stands"), self.place))
        self.add(
            "place",
            Field(
                t("Name of the new place"),
                self.new_place,
                hint=t("The address of the practice is sent with it."),
            ),
        )
        self.here = Tick(t("It stands at this window"))
        self.active = Tick(t("In use"))
        for tick in (self.here, self.active):
            self.body.addWidget(tick)
        self.gateway.currentIndexChanged.connect(self._follow)
        self.reader.currentIndexChanged.connect(self._follow)
        self.place.currentIndexChanged.connect(self._follow)
        self.look.clicked.connect(self._look)

    def needs(self, name: str) -> bool:
        return name == "label"

    def chosen_gateway(self) -> GatewayRow | None:
        chosen = self.gateway.currentData()
        return next((each for each in self._gateways if each.gateway_id == chosen), None)

    def chosen_reader(self) -> ReaderSeen | None:
        """The one picked from the gateway's list; None where a code is typed."""
        return next((r for r in self._readers if r.ref == self.reader.currentData()), None)

    def show_reader(self, row: ReaderRow | None, found: Found) -> None:
        """A reader as it is stored, or an empty form for a new one."""
        self.row, self._found = row, found
        self._gateways = tuple(
            each for each in found.gateways if each.provider is Provider.STRIPE and each.active
        )
        if row is not None:
            self._gateways = tuple(g for g in found.gateways if g.gateway_id == row.gateway_id)
        self._readers = ()
        usual = row.gateway_id if row else self._gateways[0].gateway_id if self._gateways else None
        self.gateway.offer([(each.name, each.gateway_id) for each in self._gateways], usual)
        self.gateway.setEnabled(row is None and len(self._gateways) > 1)
        self.reader.offer([(t("A new one, by its code"), BY_CODE)], BY_CODE)
        self.place.offer([(t("A new place"), NEW_PLACE)], NEW_PLACE)
        self.label.setText(row.label if row else "")
        self.code.clear()
        self.new_place.setText(self._here.site_name if row is None else "")
        bound = next((standing_of(g, found).reader_id for g in self._gateways), None)
        self.here.setChecked(bound == row.reader_id if row else bound is None)
        self.active.setChecked(row is None or row.active)
        self.seen.say(_about(row) if row else "")
        self.seen.setVisible(row is not None)
        self._follow()
        if row is None:
            self.begin(t("New card reader"), t("Add the reader"), known=False, at="code")
        else:
            self.begin(row.label, t("Save changes"), known=True, at="label")
        if row is None and not self._gateways:
            self.message.say(t("Add a Stripe gateway first: readers belong to it."))
            self.message.show()

    def show_known(self, readers: tuple[ReaderSeen, ...], places: tuple[LocationSeen, ...]) -> None:
        """What the gateway knows; readers that are in the list here already are left out."""
        listed = {each.reader_ref for each in self._found.readers} if self._found else set()
        self._readers = tuple(each for each in readers if each.ref not in listed)
        items = [(self._seen_words(each), each.ref) for each in self._readers]
        by_code = (t("A new one, by its code"), BY_CODE)
        self.reader.offer([*items, by_code], items[0][1] if items else BY_CODE)
        known = [(each.name, each.ref) for each in places]
        self.place.offer(
            [*known, (t("A new place"), NEW_PLACE)], known[0][1] if known else NEW_PLACE
        )
        if not items:
            self.fields["reader_ref"].say_note(
                t("The gateway knows no other reader. Add one by its registration code.")
            )
        self._follow()

    def _seen_words(self, reader: ReaderSeen) -> str:
        parts = [reader.label or reader.ref, reader.device_type]
        if reader.last_seen_at is not None:
            zone, locale = self._here.time_zone, self._here.locale
            day = reader.last_seen_at.astimezone(zone_named(zone)).date()
            when = (
                f"{format_short_date(day, locale)} {format_time(reader.last_seen_at, zone, locale)}"
            )
            parts.append(t("seen {when}", when=when))
        return ", ".join(part for part in parts if part)

    def _look(self) -> None:
        at = self.chosen_gateway()
        if at is not None and not self.is_busy:
            self.looked_for.emit(at)

    def _follow(self) -> None:
        new, at = self.row is None, self.chosen_gateway()
        picked = self.chosen_reader()
        self.fields["gateway_id"].setVisible(new)
        self.look.setVisible(new and at is not None)
        self.fields["reader_ref"].setVisible(new)
        for name in ("code", "location_ref"):
            self.fields[name].setVisible(new and picked is None)
        place = self.place.currentData() == NEW_PLACE
        self.fields["place"].setVisible(new and picked is None and place)
        if picked is not None and not self.label.isModified():
            self.label.setText(picked.label)


def _about(row: ReaderRow) -> str:
    parts = (row.device_type, row.serial_number, row.reader_ref)
    return "  ·  ".join(part for part in parts if part)
