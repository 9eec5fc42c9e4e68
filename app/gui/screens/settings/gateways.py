"""Those who charge cards for the practice, as a list with a form; keys go to the keyring alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent

from app.areas.cards import gateway_errors as errors
from app.areas.cards import maintaining, queries
from app.areas.cards.gateway_values import GatewayRow, KeyPurpose, NoteStanding
from app.areas.cards.ports import GatewayTrouble, Trouble
from app.devices.secrets import OsKeyring
from app.gui.desk import Desk
from app.gui.screens.settings.gateway_form import GatewayForm
from app.gui.screens.settings.gateway_words import gateway_look, method_names, provider_words
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.tables.rows_model import Column
from app.kernel.actor import Actor
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import CommandId, GatewayId, new_id
from app.kernel.money import Money
from app.kernel.text import fold
from app.kernel.translate import t
from app.storage.reading import Reader

SECRETS: Final = OsKeyring


class Gateways(ListSection):
    """In the order in which they are offered."""

    form: GatewayForm
    beside = (1, 5)
    narrow = (1, 2, 5)
    _told = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            t("Card gateways"),
            t(
                "Who charges cards for the practice. Where there is no reader, cards are charged "
                "on a terminal of their own and recorded."
            ),
            self._columns(),
            GatewayForm(desk.practice),
            t("New gateway"),
        )
        self.nothing = t("There is no card gateway yet. Add the one that charges your cards.")
        self._stop = threading.Event()
        self._told.connect(lambda words: self.form.trial.say(words))
        form = self.form
        form.key_card.keep_wanted.connect(self._keep_key)
        form.key_card.check_wanted.connect(self._check_key)
        form.key_card.forget_wanted.connect(self._forget_key)
        form.trial.try_wanted.connect(self._try)
        form.trial.stop_wanted.connect(self._end_try)

    def rows(self, found: Found) -> tuple[GatewayRow, ...]:
        return found.gateways

    def key_of(self, row: GatewayRow) -> object:
        return row.gateway_id

    def fill(self, row: GatewayRow | None) -> None:
        if self.found is not None:
            self.form.show_gateway(row, self.found)

    def show_found(self, found: Found) -> None:
        """What is typed stays; how the key and the reader stand is said anew."""
        super().show_found(found)
        row = self.form.row
        fresh = next((r for r in found.gateways if row and r.gateway_id == row.gateway_id), None)
        if self.is_open and fresh is not None:
            self.form.row = fresh
            self.form.key_card.show_gateway(fresh, found, self.desk.practice)
            self.form.trial.show_gateway(fresh, found)

    def save(self) -> None:
        command = self.form.command(self.intent)
        if command is None:
            return
        name = " ".join(command.name.split())
        new = command.gateway_id is None
        said = t("{name} is added.", name=name) if new else t("{name} is saved.", name=name)
        self.send(maintaining.save_gateway, command, lambda _id: said, mark=lambda made: made)

    def forget(self) -> None:
        self._end_try()
        self.form.key_card.kept()
        super().forget()

    # ---------------------------------------------------------------------------- the key

    def _keep_key(self, purpose: KeyPurpose, key: str) -> None:
        from app.devices.card_terminal import keys

        row, secrets = self.form.row, SECRETS()
        if row is not None:
            self._with_key(
                row,
                purpose,
                lambda station: keys.keep_key(station, secrets, row, purpose, key),
                t("The key is kept in the keyring of this computer."),
                keeps=True,
            )

    def _check_key(self, purpose: KeyPurpose) -> None:
        from app.devices.card_terminal import keys

        row, secrets = self.form.row, SECRETS()
        if row is not None:
            self._with_key(
                row,
                purpose,
                lambda station: keys.check_key(station, secrets, row, purpose),
                t("The key works."),
                keeps=False,
            )

    def _with_key(
        self,
        row: GatewayRow,
        purpose: KeyPurpose,
        work: Callable[[Any], Any],
        said: str,
        keeps: bool,
    ) -> None:
        """Let the gateway say whose account a key opens, and note it; a kept key that opens nothing
        any more turns cards off here.
        """
        card, actor, sitting = self.form.key_card, self.desk.actor, self._sitting
        card.refuse("")
        card.busy(True)

        def do(station: Any) -> None:
            try:
                account = work(station)
            except GatewayTrouble as error:
                gone = error.trouble is Trouble.ACCESS and not keeps
                if purpose is KeyPurpose.TILL and gone:
                    _note(station, actor, row, error.text)
                raise UserError(_gone_words() if gone else error.text, field="key") from error
            except OutsideError as error:
                raise UserError(error.text, field="key") from error
            if purpose is KeyPurpose.TILL:
                _note(station, actor, row, "", account.ref)

        def done(_nothing: None) -> None:
            if sitting == self._sitting:
                card.kept()
                self.desk.toasts.success(said)

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                card.refuse(error.text)

        def free() -> None:
            card.busy(False)

        self.desk.runner.work(do, done=done, refused=refused, always=free)

    def _forget_key(self, purpose: KeyPurpose) -> None:
        from app.devices.card_terminal import keys

        row, actor, secrets = self.form.row, self.desk.actor, SECRETS()
        if row is None:
            return

        def do(station: Any) -> None:
            if purpose is KeyPurpose.TILL and station.ask(charges_through, row.gateway_id).result():
                raise errors.cards_are_open(row.name)
            keys.forget_key(secrets, row, purpose)
            if purpose is KeyPurpose.TILL:
                note = NoteStanding(CommandId(new_id()), row.gateway_id, False)
                station.act(actor, maintaining.note_standing, note).result()

        self.desk.runner.work(
            do,
            done=lambda _none: self.desk.toasts.success(t("This computer has no key any more.")),
            refused=lambda error: self.form.key_card.refuse(error.text),
        )

    # ------------------------------------------------------------------------- a try

    def _try(self, amount: Money) -> None:
        from app.devices.card_terminal.trying_out import Tried, try_payment

        row, reader, secrets = self.form.row, self.form.trial.reader, SECRETS()
        if row is None or reader is None:
            return
        stop = self._stop = threading.Event()
        card, sitting = self.form.trial, self._sitting
        card.running(True)

        def do(station: Any) -> Tried:
            from app.devices.card_terminal.gateways import gateway_for

            try:
                gateway = gateway_for(row, secrets, station)
                return try_payment(gateway, reader.reader_ref, amount, self._told.emit, stop.wait)
            except GatewayTrouble as trouble:
                return Tried(False, trouble.text)

        def done(tried: Tried) -> None:
            if sitting == self._sitting:
                card.say(tried.words, "money_in" if tried.worked else "caution")

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                card.say(error.text, "danger")

        self.desk.runner.work(do, done=done, refused=refused, always=lambda: card.running(False))

    def _end_try(self) -> None:
        """Ask the try that runs to end; it says itself how."""
        self._stop.set()

    # Qt's own name
    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more: no reader goes on waiting for a card."""
        super().hideEvent(event)
        self._end_try()

    # --------------------------------------------------------------------- how it is made

    def _columns(self) -> tuple[Column[Any], ...]:
        def tone(row: GatewayRow) -> str:
            return "text" if row.active else "muted"

        def column(title: str, text: Any, **more: Any) -> Column[GatewayRow]:
            return Column(title, text, tone=tone, **more)

        return (
            column(t("Place"), lambda row: str(row.position), right=True, sort_by=_by_place),
            column(t("Name"), lambda row: row.name, width=150, stretch=True, sort_by=_by_name),
            column(t("Provider"), lambda row: provider_words(row.provider), width=110),
            column(t("Takes"), lambda row: self._methods(row.methods), width=170),
            column(t("First choice"), lambda row: self._methods(row.default_for), width=170),
            Column(t("Here"), lambda row: self._look(row).words, chip=self._look, width=110),
        )

    def _methods(self, methods: tuple[str, ...]) -> str:
        return method_names(methods, self.found) if self.found is not None else ""

    def _look(self, row: GatewayRow) -> Any:
        found = self.found
        return gateway_look(row, found) if found is not None else None


def charges_through(reader: Reader, gateway_id: GatewayId) -> bool:
    """Whether a card is being charged through it: without its key nobody learns how that ends."""
    open_ones = (row.attempt_id for row in queries.open_attempts(reader))
    return any(queries.attempt_shown(reader, one).gateway_id == gateway_id for one in open_ones)


def _gone_words() -> str:
    """For the administrator: cashiers are told whom to ask."""
    return t(
        "Stripe does not accept this key any more: it was revoked or has expired, or may do less "
        "than it must. Make a new one there and keep it here."
    )


def _note(station: Any, actor: Actor, row: GatewayRow, trouble: str, account: str = "") -> None:
    note = NoteStanding(CommandId(new_id()), row.gateway_id, True, trouble, account)
    station.act(actor, maintaining.note_standing, note).result()


def _by_place(row: GatewayRow) -> tuple[int, str]:
    return row.position, row.name


def _by_name(row: GatewayRow) -> str:
    return fold(row.name)
