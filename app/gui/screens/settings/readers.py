"""The practice's card readers as a list with a form; which one stands at this window."""

from __future__ import annotations

from typing import Any

from app.areas.cards import maintaining
from app.areas.cards.gateway_values import BindReader, GatewayRow, ReaderRow, SaveReader
from app.areas.cards.ports import GatewayTrouble, LocationSeen, ReaderSeen
from app.areas.settings import queries as settings
from app.areas.settings.values import SiteAddress
from app.devices.secrets import OsKeyring
from app.gui.desk import Desk
from app.gui.screens.settings.gateway_words import reader_look
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reader_form import ReaderForm
from app.gui.screens.settings.reading import Found
from app.gui.tables.rows_model import Column
from app.kernel.errors import UserError
from app.kernel.ids import CardReaderId, CommandId, derived_id, new_id
from app.kernel.text import fold
from app.kernel.translate import t


class Readers(ListSection):
    """Those in use come first."""

    form: ReaderForm
    beside = (0, 4)
    narrow = (0, 4)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            t("Card readers"),
            t("One reader stands at each window that charges cards. It is never shared by two."),
            self._columns(),
            ReaderForm(desk.practice),
            t("New reader"),
        )
        self.nothing = t("There is no card reader yet. Add the one that stands at this window.")
        self.form.looked_for.connect(self._look)

    def rows(self, found: Found) -> tuple[ReaderRow, ...]:
        return found.readers

    def key_of(self, row: ReaderRow) -> object:
        return row.reader_id

    def fill(self, row: ReaderRow | None) -> None:
        if self.found is not None:
            self.form.show_reader(row, self.found)

    def save(self) -> None:
        form = self.form
        at = form.chosen_gateway()
        form.accept_all()
        picked = form.chosen_reader()
        by_code = form.row is None and picked is None
        if at is None:
            form.refuse("gateway_id", t("Add a Stripe gateway first: readers belong to it."))
            return
        if form.lacks(*(("label", "code") if by_code else ("label",))):
            return
        if by_code and not form.place.currentData() and form.lacks("place"):
            return
        self._send(at, form.row, picked)

    def _send(self, at: GatewayRow, row: ReaderRow | None, picked: ReaderSeen | None) -> None:
        """Register it where that is wanted, then keep it and say whether it stands here."""
        form, actor, sitting, intent = self.form, self.desk.actor, self._sitting, self.intent
        label, code = form.label.text(), form.code.text().strip()
        place, new_place = str(form.place.currentData() or ""), form.new_place.text().strip()
        active, here = form.active.isChecked(), form.here.isChecked()
        locale = self.desk.practice.locale
        bound = self._bound(at)
        form.busy(True)

        def do(station: Any) -> CardReaderId:
            nonlocal place
            seen = picked
            if row is None and seen is None:
                gateway = _gateway(at, station)
                if not place:
                    address = _address(station.ask(settings.site_address).result(), locale)
                    key = derived_id("card_place", intent, new_place)
                    place = gateway.add_location(key, new_place, address).ref
                # The same try has the same key; another code is another try.
                key = derived_id("card_reader", intent, code, label, place)
                seen = gateway.add_reader(key, code, label, place)
            command = SaveReader(
                intent,
                row.reader_id if row else None,
                at.gateway_id,
                label,
                row.reader_ref if row else seen.ref if seen else "",
                row.location_ref if row else seen.location_ref if seen else "",
                row.device_type if row else seen.device_type if seen else "",
                row.serial_number if row else seen.serial_number if seen else "",
                active,
            )
            reader_id: CardReaderId = station.act(actor, maintaining.save_reader, command).result()
            wanted = reader_id if here and active else None
            if wanted is not None or bound == reader_id:
                bind = BindReader(CommandId(new_id()), at.gateway_id, wanted)
                station.act(actor, maintaining.bind_reader, bind).result()
            return reader_id

        def done(reader_id: CardReaderId) -> None:
            if sitting == self._sitting:
                self.intent = CommandId(new_id())
                self._wanted = reader_id
                self.close_form()
                name = " ".join(label.split())
                self.desk.toasts.success(t("{name} is saved.", name=name))

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                form.refuse(error.field or "", error.text)

        self.desk.runner.work(
            lambda station: _told(lambda: do(station), "code" if code else ""),
            done=done,
            refused=refused,
            always=lambda: form.busy(False),
        )

    def _look(self, at: GatewayRow) -> None:
        form, sitting = self.form, self._sitting
        form.accept_all()
        form.busy(True)

        def read(station: Any) -> tuple[tuple[ReaderSeen, ...], tuple[LocationSeen, ...]]:
            gateway = _gateway(at, station)
            return tuple(gateway.readers()), tuple(gateway.locations())

        def done(
            known: tuple[tuple[ReaderSeen, ...], tuple[LocationSeen, ...]],
        ) -> None:
            if sitting == self._sitting:
                form.show_known(*known)

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                form.refuse("gateway_id", error.text)

        self.desk.runner.work(
            lambda station: _told(lambda: read(station), "gateway_id"),
            done=done,
            refused=refused,
            always=lambda: form.busy(False),
        )

    def _bound(self, at: GatewayRow) -> CardReaderId | None:
        standings = self.found.standings if self.found else ()
        return next((s.reader_id for s in standings if s.gateway_id == at.gateway_id), None)

    def _columns(self) -> tuple[Column[Any], ...]:
        def tone(row: ReaderRow) -> str:
            return "text" if row.active else "muted"

        def column(title: str, text: Any, **more: Any) -> Column[ReaderRow]:
            return Column(title, text, tone=tone, **more)

        return (
            column(t("Name"), lambda row: row.label, width=170, stretch=True, sort_by=_by_label),
            column(t("Gateway"), self._gateway_name, width=150),
            column(t("Kind"), lambda row: row.device_type, width=130),
            column(t("Serial number"), lambda row: row.serial_number, width=130),
            Column(
                t("Status"), lambda row: self._look_of(row).words, chip=self._look_of, width=160
            ),
        )

    def _gateway_name(self, row: ReaderRow) -> str:
        rows = self.found.gateways if self.found else ()
        return next((each.name for each in rows if each.gateway_id == row.gateway_id), "")

    def _look_of(self, row: ReaderRow) -> Any:
        found = self.found
        return reader_look(row, found) if found is not None else None


def _address(site: SiteAddress, locale: str) -> dict[str, str]:
    """The site's address as the gateway takes it; a UserError where too little of it is known."""
    if not (site.address_1 and site.city):
        raise UserError(
            t(
                "The practice has no whole address here, and a new place needs one. Make the place "
                "in the gateway's dashboard, then look for readers again."
            ),
            field="place",
        )
    parts = {
        "line1": site.address_1,
        "line2": site.address_2,
        "city": site.city,
        "state": site.region,
        "postal_code": site.postal_code,
        "country": site.country or locale.partition("_")[2][:2].upper() or "US",
    }
    return {name: part for name, part in parts.items() if part}


def _by_label(row: ReaderRow) -> str:
    return fold(row.label)


def _gateway(at: GatewayRow, station: Any) -> Any:
    from app.devices.card_terminal.gateways import gateway_for

    return gateway_for(at, OsKeyring(), station)


def _told(work: Any, field: str) -> Any:
    """What the gateway refuses is said beside the box, like what the program refuses."""
    try:
        return work()
    except GatewayTrouble as trouble:
        raise UserError(trouble.text, field=field) from trouble
