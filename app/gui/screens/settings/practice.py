"""How the program behaves in this practice: every declared setting, with an editor that fits it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.areas.reports import histories
from app.areas.reports.values import SettingChange, SettingStep
from app.areas.settings import service
from app.areas.settings.values import ChangeSetting, Practice, SettingKind, SettingRow
from app.gui.desk import Desk
from app.gui.screens.settings.edit_form import EditForm, Pick
from app.gui.screens.settings.history import SettingHistory
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.screens.settings.words import (
    about_words,
    as_stored,
    as_typed,
    scope_words,
    value_words,
)
from app.gui.tables.rows_model import ChipLook, Column
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.kernel.clock import zone_named
from app.kernel.errors import UserError
from app.kernel.i18n import format_date, format_time
from app.kernel.ids import CommandId
from app.kernel.money import Money
from app.kernel.translate import t

HISTORY = "settings.history"


class SettingForm(EditForm):
    """One setting: what it does, its value, its default and who changed it. `default_wanted` asks
    for the default again.
    """

    default_wanted = Signal()

    def __init__(self, here: Practice) -> None:
        super().__init__()
        self._here = here
        self.row: SettingRow | None = None
        self.explained = PlainLabel("", tone="muted", wrap=True)
        self.body.addWidget(self.explained)
        self.line, self.pick = QLineEdit(), Pick()
        self.money = MoneyEdit(here.currency, locale=here.locale)
        self._editors = {
            "line": Field(t("Value"), self.line),
            "pick": Field(t("Value"), self.pick),
            "money": Field(t("Amount"), self.money),
        }
        for name, field in self._editors.items():
            self.add(name, field)
        self.reason = QLineEdit()
        hint = t("It guards money: the history keeps why it was changed.")
        self.add("reason", Field(t("Reason"), self.reason, hint=hint))
        self.who = PlainLabel("", tone="caution", wrap=True)
        self.body.addWidget(self.who)
        self.default = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.changed_by = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.scope = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.body.addWidget(self.default)
        self.body.addWidget(self.scope)
        self.body.addWidget(self.changed_by)
        self.default_button = Button(t("Use the default again"))
        self.default_button.setAutoDefault(True)
        self.default_button.clicked.connect(self.default_wanted)
        self.body.addWidget(self.default_button)
        self.history = SettingHistory(here)
        self.body.addWidget(self.history)

    def show_setting(
        self, row: SettingRow, change: SettingChange | None, *, may: bool, who: str
    ) -> None:
        """A setting as it is now, in the editor that fits it; who may not change it reads it, and
        `who` may.
        """
        self.row = row
        self.who.say(t("Only these roles change it: {roles}.", roles=who), "caution")
        self.who.setVisible(not may)
        for field in self._editors.values():
            field.control.setEnabled(may)
        self.reason.clear()
        self.fields["reason"].setVisible(may and row.asks_reason)
        self.button.setVisible(may)
        self.history.clear()
        kind = row.kind
        name = "line"
        if kind in (SettingKind.CHOICE, SettingKind.YES_NO):
            name = "pick"
        elif kind is SettingKind.MINOR_UNITS:
            name = "money"
        for each, field in self._editors.items():
            field.setVisible(each == name)
        self.fields["value"] = self._editors[name]
        self._fill(row)
        self.explained.say(row.explained)
        self.explained.setVisible(bool(row.explained))
        usual = value_words(row, row.default, self._here)
        said = t("Default: {value}", value=usual)
        if row.refused:
            said = f"{said}. {_refused_words(row, self._here)}"
        self.default.say(said, "danger" if row.refused else "muted")
        self.scope.say(t("Holds for: {whom}", whom=scope_words(row.scope)))
        self.changed_by.say(self._change_words(change))
        self.changed_by.setVisible(change is not None)
        changed = row.value != row.default or bool(row.refused)
        self.default_button.setVisible(may and changed)
        self.begin(row.words, t("Save the setting"), known=True, at="value")

    def command(self, intent: CommandId) -> ChangeSetting | None:
        """What the form says; None after saying beside the box what is wrong."""
        self.accept_all()
        if self.row is None:
            return None
        field = self.fields["value"]
        if field.control is self.pick:
            value = str(self.pick.currentData())
        elif field.control is self.money:
            if self.money.error():
                self.refuse("value", self.money.error())
                return None
            amount = self.money.amount()
            value = "" if amount is None else str(amount.minor)
        else:
            try:
                value = as_stored(self.row, self.line.text(), self._here)
            except UserError as wrong:
                self.refuse("value", wrong.text)
                return None
        return ChangeSetting(intent, self.row.key, value, self.reason.text())

    def _fill(self, row: SettingRow) -> None:
        if row.kind is SettingKind.CHOICE:
            words = row.choice_words or row.choices
            self.pick.offer(tuple(zip(words, row.choices, strict=True)), row.value)
        elif row.kind is SettingKind.YES_NO:
            self.pick.offer(((t("Yes"), "yes"), (t("No"), "no")), row.value)
        elif row.kind is SettingKind.MINOR_UNITS:
            amount = Money(int(row.value), self._here.currency) if row.value else None
            self.money.show_amount(amount)
        else:
            amounts = row.kind is SettingKind.MINOR_UNITS_LIST
            self.line.setText(as_typed(row, row.value, self._here))
            self.line.setPlaceholderText(t("Such as 100 50 20 10") if amounts else "")

    def _change_words(self, change: SettingChange | None) -> str:
        if change is None:
            return ""
        zone, locale = self._here.time_zone, self._here.locale
        day = change.at.astimezone(zone_named(zone)).date()
        return t(
            "Changed by {name} on {day} at {time}",
            name=change.by,
            day=format_date(day, locale),
            time=format_time(change.at, zone, locale),
        )


class PracticeSettings(ListSection):
    """Every setting but the patterns of numbers."""

    form: SettingForm
    beside = (1, 2)

    def __init__(self, desk: Desk) -> None:
        self._here = desk.practice
        super().__init__(
            desk,
            t("Practice settings"),
            t("They hold for the whole practice from the moment they are saved."),
            self._columns(),
            SettingForm(desk.practice),
        )
        self.form.default_wanted.connect(self._to_default)

    def rows(self, found: Found) -> tuple[SettingRow, ...]:
        return found.settings

    def key_of(self, row: SettingRow) -> object:
        return row.key

    def text_of(self, row: SettingRow) -> str:
        return f"{super().text_of(row)} {row.explained} {row.key}"

    def fill(self, row: SettingRow | None) -> None:
        if row is not None and self.found is not None:
            who = self.found.who_may.get(row.may, "")
            may = self.desk.actor.may(row.may)
            self.form.show_setting(row, self.found.changes.get(row.key), may=may, who=who)
            shown = row

            def told(steps: tuple[SettingStep, ...]) -> None:
                if self.form.row is shown:
                    self.form.history.show_steps(shown, steps)

            self.desk.runner.ask(histories.setting_history, row.key, done=told, key=HISTORY)

    def save(self) -> None:
        if self.form.row is None or not self.desk.actor.may(self.form.row.may):
            return
        command = self.form.command(self.intent)
        if command is not None:
            self._change(command)

    def _to_default(self) -> None:
        if self.form.row is not None and not self.form.is_busy:
            reason = self.form.reason.text()
            self._change(ChangeSetting(self.intent, self.form.row.key, "", reason))

    def _change(self, command: ChangeSetting) -> None:
        words = self.form.row.words if self.form.row else ""
        said = t("Saved: {words}", words=words)
        self.send(service.change_setting, command, lambda _changed: said)

    def _columns(self) -> tuple[Column[Any], ...]:
        def value(row: SettingRow) -> str:
            return value_words(row, row.value, self._here)

        return (
            Column(t("About"), lambda row: about_words(row.key), tone=lambda _row: "muted"),
            Column(t("Setting"), lambda row: row.words, width=240, stretch=True),
            Column(t("Value"), value, tone=_value_tone, width=170),
            Column(t("Status"), _default_words, tone=lambda _row: "muted", chip=_changed_look),
        )


def _refused_words(row: SettingRow, here: Practice) -> str:
    if not row.asks_reason:
        return t("“{value}” is stored and does not fit: the default holds.", value=row.refused)
    return t(
        "“{value}” is stored and does not fit: the strictest holds, {strictest}.",
        value=row.refused,
        strictest=value_words(row, row.value, here),
    )


def _value_tone(row: SettingRow) -> str:
    return "text" if row.value else "muted"


def _default_words(row: SettingRow) -> str:
    return t("Default") if row.value == row.default else t("Changed")


def _changed_look(row: SettingRow) -> ChipLook | None:
    """Only what differs catches the eye."""
    if row.refused:
        return ChipLook("warning", t("Not used"), "danger")
    return None if row.value == row.default else ChipLook("check", t("Changed"), "accent")
