"""The form of one gateway: who it is, what it takes, and under it this computer's key; it saves
nothing.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.areas.cards.gateway_values import INTEGRATED, GatewayRow, Provider, SaveGateway
from app.areas.settings.values import Practice
from app.gui.screens.settings.edit_form import EditForm, Pick
from app.gui.screens.settings.gateway_key import KeyCard
from app.gui.screens.settings.gateway_trial import TrialCard
from app.gui.screens.settings.gateway_words import provider_hint, provider_words
from app.gui.screens.settings.reading import Found
from app.gui.theme import current
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.tick import Tick
from app.kernel.ids import CommandId
from app.kernel.translate import t

NEEDED = ("name", "provider", "position")
USUAL = ("credit_card", "debit_card")
"""What a new gateway takes unless somebody says otherwise."""


class GatewayForm(EditForm):
    """Name, provider, ways to pay with their first choice, mode; then the key and a try."""

    def __init__(self, here: Practice) -> None:
        super().__init__()
        self._here = here
        self.row: GatewayRow | None = None
        self.name, self.merchant, self.url = QLineEdit(), QLineEdit(), QLineEdit()
        self.position, self.provider = QLineEdit(), Pick()
        self.add("name", Field(t("Name"), self.name, hint=t("As the practice calls it.")))
        self.add("provider", Field(t("Provider"), self.provider))
        self.body.addWidget(self._ways())
        self.wrong_ways = PlainLabel("", role="caption", tone="danger", wrap=True)
        self.body.addWidget(self.wrong_ways)
        self.add("merchant_id", Field(t("Merchant number"), self.merchant, optional=True))
        self.test_mode = Tick(t("Test mode"))
        self.body.addWidget(self.test_mode)
        self.mode_words = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.body.addWidget(self.mode_words)
        self.add(
            "base_url",
            Field(
                t("Address of its interface"),
                self.url,
                optional=True,
                hint=t("Empty for the provider's own. Only a test server needs another."),
            ),
        )
        self.add(
            "position",
            Field(t("Place in the list"), self.position, hint=t("The first is offered first.")),
        )
        self.active = Tick(t("In use"))
        self.body.addWidget(self.active)
        self.key_card, self.trial = KeyCard(), TrialCard(here)
        self.cards.insertWidget(1, self.key_card)
        self.cards.insertWidget(2, self.trial)
        self.provider.currentIndexChanged.connect(self._follow)
        self.test_mode.toggled.connect(self._say_mode)

    def needs(self, name: str) -> bool:
        return name in NEEDED

    def chosen(self) -> Provider:
        return Provider(self.provider.currentData() or Provider.STRIPE.value)

    def show_gateway(self, row: GatewayRow | None, found: Found) -> None:
        """A gateway as it is stored, or an empty form for a new one."""
        self.row = row
        offered = [each for each in Provider if self._here.demo or each is not Provider.SIMULATED]
        self.provider.offer(
            [(provider_words(each), each.value) for each in offered],
            (row.provider if row else Provider.STRIPE).value,
        )
        self.provider.setEnabled(row is None)
        self._show_ways(row, found)
        self.name.setText(row.name if row else "")
        self.merchant.setText(row.merchant_id if row else "")
        self.url.setText(row.base_url if row else "")
        self.test_mode.setChecked(row.test_mode if row else self._here.demo)
        self.active.setChecked(row is None or row.active)
        last = max((each.position for each in found.gateways), default=0)
        self.position.setText(str(row.position if row else min(last + 1, 99)))
        self.key_card.show_gateway(row, found, self._here)
        self.trial.show_gateway(row, found)
        self._follow()
        if row is None:
            self.begin(t("New gateway"), t("Add the gateway"), known=False)
        else:
            self.begin(row.name, t("Save changes"), known=True)

    def command(self, intent: CommandId) -> SaveGateway | None:
        """What the form says; None after saying beside a box what is missing."""
        self.accept_all()
        if self.lacks(*NEEDED):
            return None
        text = self.position.text().strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 4):
            self.refuse("position", t("Type a whole number, such as 3."))
            return None
        provider = self.chosen()
        return SaveGateway(
            intent,
            self.row.gateway_id if self.row else None,
            self.name.text(),
            provider,
            tuple(way for way, (takes, _) in self.ticks.items() if takes.isChecked()),
            tuple(way for way, (_, first) in self.ticks.items() if first.isChecked()),
            self.merchant.text(),
            self.url.text().strip() if provider is Provider.STRIPE else "",
            provider in INTEGRATED and self.test_mode.isChecked(),
            int(text),
            self.active.isChecked(),
        )

    def refuse(self, name: str, words: str) -> None:
        if name == "key":
            self.key_card.refuse(words)
            self._bring(self.key_card)
        elif name in ("methods", "default_for"):
            self.wrong_ways.say(words)
            self.wrong_ways.show()
            first = next(iter(self.ticks.values()), None)
            if first is not None:
                first[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring(self.wrong_ways)
        elif name == "test_mode":
            self.mode_words.say(words, "danger")
            self.mode_words.show()
            self.test_mode.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring(self.mode_words)
        else:
            super().refuse(name, words)

    def accept_all(self) -> None:
        super().accept_all()
        self.wrong_ways.hide()
        self.key_card.refuse("")
        self._say_mode()

    # ------------------------------------------------------------------------- its parts

    def _ways(self) -> QWidget:
        px = current().px
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(2))
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(PlainLabel(t("Takes"), role="caption", tone="muted"), 0, 0)
        self._grid.addWidget(PlainLabel(t("First choice"), role="caption", tone="muted"), 0, 1)
        self.ticks: dict[str, tuple[Tick, Tick]] = {}
        return holder

    def _show_ways(self, row: GatewayRow | None, found: Found) -> None:
        """A row for each way to pay; what it took before stays, though it is out of use."""
        names = {each.method: each.name for each in found.card_ways}
        taken = row.methods if row else tuple(way for way in USUAL if way in names)
        for method in taken:
            names.setdefault(method, method)
        if set(names) != set(self.ticks):
            for parts in self.ticks.values():
                for part in parts:
                    self._grid.removeWidget(part)
                    part.hide()
                    part.deleteLater()
            self.ticks = {}
            for number, (method, words) in enumerate(names.items(), 1):
                self.ticks[method] = self._way(number, words)
        elsewhere = {way for each in found.gateways if each.active for way in each.default_for}
        for method, (takes, first) in self.ticks.items():
            takes.setChecked(method in taken)
            free = row is None and method in taken and method not in elsewhere
            first.setChecked(method in row.default_for if row else free)
            first.setEnabled(takes.isChecked())

    def _way(self, number: int, words: str) -> tuple[Tick, Tick]:
        takes, first = Tick(words), Tick("")
        takes.setAccessibleName(t("Takes {way}", way=words))
        first.setAccessibleName(t("First choice for {way}", way=words))
        self._grid.addWidget(takes, number, 0)
        self._grid.addWidget(first, number, 1, Qt.AlignmentFlag.AlignHCenter)

        def follow(on: bool) -> None:
            first.setEnabled(on)
            if not on:
                first.setChecked(False)

        takes.toggled.connect(follow)
        return takes, first

    def _follow(self) -> None:
        provider = self.chosen()
        self.fields["provider"].say_hint(provider_hint(provider))
        self.test_mode.setVisible(provider in INTEGRATED)
        self.fields["base_url"].setVisible(provider is Provider.STRIPE)
        self._say_mode()

    def _say_mode(self) -> None:
        words = ""
        if self.chosen() is Provider.STRIPE:
            on = self.test_mode.isChecked()
            words = (
                t("Takes test cards only. No money moves.")
                if on
                else t("Charges real cards. It needs a live key.")
            )
            if on and not self._here.demo:
                words = t("Takes test cards only, to try things out. The Counter does not use it.")
        self.mode_words.say(words, "muted")
        self.mode_words.setVisible(bool(words))
