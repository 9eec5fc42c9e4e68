"""The stops of the walk, in the order of a day: each goes somewhere and says what it is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.areas.deposits import lists as deposit_lists
from app.areas.drawers import queries as drawers
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL
from app.areas.payments import lists as payment_lists
from app.gui.dialogs.cash_panel import CashVerb
from app.gui.screens.first_run.view import BusyPage, FirstRunView, KeysPage, PeoplePage
from app.gui.screens.settings.view import NEEDS
from app.kernel.listing import ListWanted
from tests.areas.deposits.banking import piles

if TYPE_CHECKING:
    from tests.gui.every_screen import Walk

KEY: Final = Qt.Key
WALK: Final = Path(__file__).resolve().parents[2] / "resources" / "demo" / "walk"
CTRL: Final = Qt.KeyboardModifier.ControlModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
Stop = tuple[str, QWidget | None]
"""A name, and what is in front where that is neither the window nor its dialog."""


def stops(walk: Walk) -> Iterator[Stop]:
    """All of them; nobody is signed in before and after, and no shift is open."""
    yield from _first_run(walk)
    yield from _door(walk)
    walk.sign_in()
    yield from _float(walk)
    yield from _counter(walk)
    yield from _panels(walk)
    yield from _lists(walk)
    yield from _account(walk)
    yield from _deposits(walk)
    yield from _office(walk)
    yield from _settings(walk)
    yield from _imports(walk)
    yield from _close(walk)
    walk.sign_out()


def _screen(walk: Walk, task: str) -> Any:
    return walk.session.frame.screen_of(task)


def _first_run(walk: Walk) -> Iterator[Stop]:
    """In a window's place without a practice; kept, so that a later walk only shows it again."""
    page = walk.made.get("first_run")
    if not isinstance(page, FirstRunView):
        page = FirstRunView("/home/ana/Counterfoil")
        walk.made["first_run"] = page
    page.resize(walk.window.size())
    page.show()
    page.show_choice("The disk is full. Make room and try again.")
    yield "first run", page
    page.show_set_up().button.click()
    yield "first run, set up", page
    page.show_join().button.click()
    yield "first run, join", page
    page.show_restore().button.click()
    yield "first run, restore", page
    if "busy" not in walk.made:
        walk.made["busy"] = page.show_busy("Making the demo practice", "It takes a minute.")
        walk.made["keys"] = KeysPage("ABCD-EFGH-JKLM", "1234-5678", "in the keyring")
        walk.made["people"] = PeoplePage((("Ana Lwin", "Administrator", "739154"),))
    busy, keys, people = (walk.made[name] for name in ("busy", "keys", "people"))
    assert isinstance(busy, BusyPage)
    page._show(busy, 460)
    busy.say_how_far(120, 2000)
    yield "first run, busy", page
    assert isinstance(keys, KeysPage)
    page.show_keys(keys)
    yield "first run, keys", page
    assert isinstance(people, PeoplePage)
    page.show_people(people)
    yield "first run, people", page
    page.hide()
    walk.window.activateWindow()


def _door(walk: Walk) -> Iterator[Stop]:
    page = walk.session.sign_in
    yield "sign-in", None
    page.choose(page.wall.tiles[1].who)
    yield "sign-in, PIN", None
    page._ask_recovery()
    yield "sign-in, recovery", None
    assert page.dialog is not None
    page.dialog.reject()
    page.dialog.deleteLater()
    walk.press(KEY.Key_Escape)


def _float(walk: Walk) -> Iterator[Stop]:
    walk.until(lambda: walk.session.frame.task == "drawer" and _screen(walk, "drawer").count)
    yield "drawer, float", None
    walk.books.open_shift()
    walk.books.issue_invoice(walk.accounts[0], 3_500)
    walk.until(lambda: walk.session.desk.shift)
    walk.settle()
    _screen(walk, "drawer").refresh()
    yield "drawer, open", None
    walk.press(KEY.Key_F4, SHIFT)
    yield "drawer, others", None
    walk.press(KEY.Key_Escape)


def _counter(walk: Walk) -> Iterator[Stop]:
    first, second, third = walk.accounts
    walk.go("counter")
    yield "counter, idle", None
    walk.type("Ho")
    yield "counter, found", None
    walk.press(KEY.Key_Escape)
    for name, account in (("", first), (", long name", second), (", Burmese", third)):
        walk.go("counter", account)
        yield f"counter, account{name}", None
    walk.go("counter", first)
    for key, tender in (
        (KEY.Key_F6, "cash"),
        (KEY.Key_F7, "check"),
        (KEY.Key_F8, "card"),
    ):
        walk.press(key)
        yield f"counter, {tender}", None
    walk.press(KEY.Key_F9, SHIFT)
    yield "counter, other tenders", None
    walk.press(KEY.Key_Escape)
    walk.press(KEY.Key_F4)
    yield "counter, not collected", None
    walk.press(KEY.Key_Escape)
    yield from _split(walk)
    yield from _receipts(walk)
    walk.press(KEY.Key_J, CTRL)
    yield "counter, join", None
    walk.press(KEY.Key_Escape)


def _split(walk: Walk) -> Iterator[Stop]:
    """Some cash, the rest by check, wrong first; then it is put away again."""
    walk.press(KEY.Key_F6)
    walk.type("5")
    walk.press(KEY.Key_F7)
    yield "counter, split", None
    walk.press(KEY.Key_Return)
    yield "counter, told what is missing", None
    for _ in range(6):
        walk.press(KEY.Key_Escape)
    _screen(walk, "counter").acts.leave()
    walk.settle()
    walk.go("counter", walk.accounts[0])


def _receipts(walk: Walk) -> Iterator[Stop]:
    walk.press(KEY.Key_F6)
    walk.press(KEY.Key_Return)
    walk.settle()
    yield "counter, taken", None
    walk.go("counter", walk.accounts[0])
    walk.press(KEY.Key_R, CTRL)
    yield "counter, receipts", None
    walk.press(KEY.Key_Delete)
    yield "counter, void", None
    walk.press(KEY.Key_Escape)
    walk.press(KEY.Key_F2)
    yield "counter, correct", None
    walk.press(KEY.Key_Escape)
    walk.press(KEY.Key_Escape)


def _panels(walk: Walk) -> Iterator[Stop]:
    """What opens over any screen."""
    session, first = walk.session, walk.accounts[0]
    desk = session.desk
    for verb in CashVerb:
        desk.move_cash(verb)
        yield f"cash, {verb.value}", None
        walk.press(KEY.Key_Escape)
    desk.write_charge(first)
    yield "charge", None
    walk.press(KEY.Key_Escape)
    desk.new_patient("Nguyễn")
    yield "new patient", None
    walk.press(KEY.Key_Escape)
    walk.press(KEY.Key_F1)
    yield "keys", None
    walk.press(KEY.Key_Escape)
    for key, held, name in (
        (KEY.Key_W, CTRL | SHIFT, "papers"),
        (KEY.Key_R, CTRL | SHIFT, "centre"),
        (KEY.Key_F3, SHIFT, "cards"),
        (KEY.Key_F2, SHIFT, "simulated reader"),
    ):
        walk.press(key, held)
        yield name, None
        walk.press(KEY.Key_Escape)
    bar = session.frame.top_bar
    menu = bar.person.menu()
    menu.popup(bar.mapToGlobal(bar.rect().bottomRight()))
    yield "person menu", menu
    menu.close()


def _lists(walk: Walk) -> Iterator[Stop]:
    for task in ("accounts", "invoices", "payments", "refunds", "shifts", "card_payments"):
        walk.go(task)
        yield task, None
    payment = _last_payment(walk)
    desk = walk.session.desk
    desk.refund_payment(payment)
    yield "refund form", None
    walk.press(KEY.Key_Escape)
    walk.go("refunds")
    walk.press(KEY.Key_Return)
    yield "refund", None
    walk.press(KEY.Key_Escape)
    walk.go("duplicates")
    yield "duplicates", None


def _last_payment(walk: Walk) -> Any:
    return walk.station.ask(payment_lists.payments, ListWanted(), None).result().rows[0].payment_id


def _account(walk: Walk) -> Iterator[Stop]:
    for number, account in enumerate(walk.accounts):
        walk.go("account", account)
        yield f"account {number + 1}", None
    walk.go("account", walk.accounts[0])
    screen = _screen(walk, "account")
    for tab in range(len(screen._buttons)):
        screen._buttons[tab].click()
        yield f"account, tab {tab + 1}", None
    screen._buttons[0].click()
    forms = ("patient", "rule", "guarantor", "flag", "number", "fields", "field", "notes")
    for what in forms[: 2 if walk.brief else None]:
        screen.deeds.edit(what)
        yield f"account, edit {what}", None
        walk.press(KEY.Key_Escape)


def _deposits(walk: Walk) -> Iterator[Stop]:
    walk.go("deposits")
    yield "deposits", None
    walk.press(KEY.Key_N, CTRL)
    yield "deposits, prepare", None
    walk.press(KEY.Key_Escape)
    screen = _screen(walk, "deposits")
    for row in walk.station.ask(deposit_lists.deposits, ListWanted(), None).result().rows:
        walk.go("deposits", row.deposit_id)
        yield f"deposits, {row.stage.value}", None
        walk.press(KEY.Key_V, CTRL | SHIFT)
        if walk.front is not walk.window:
            yield f"deposits, slip {row.stage.value}", None
            walk.press(KEY.Key_Escape)
    screen.show_list()


def _office(walk: Walk) -> Iterator[Stop]:
    walk.go("money")
    yield "money", None
    walk.press(KEY.Key_Down)
    walk.press(KEY.Key_Return)
    yield "money, chain", None
    for task in ("day_sheet", "reports", "activity", "tasks", "services", "users"):
        walk.go(task)
        yield task, None
    reports = _screen(walk, "reports")
    walk.go("reports")
    for name, button in reports.buttons.items():
        button.setChecked(True)
        yield f"reports, {name}", None
    walk.go("services")
    walk.press(KEY.Key_N, CTRL)
    yield "services, new", None
    walk.press(KEY.Key_Escape)
    walk.press(KEY.Key_T, CTRL)
    yield "services, rates", None
    walk.press(KEY.Key_Escape)
    walk.go("users")
    walk.press(KEY.Key_N, CTRL)
    yield "users, new", None
    walk.press(KEY.Key_Escape)
    walk.press(KEY.Key_P, CTRL | SHIFT)
    yield "users, PIN", None
    walk.press(KEY.Key_Escape)
    for task in ("printer", "receipt_look", "health"):
        walk.go(task)
        yield task, None
    walk.go("printer")
    _screen(walk, "printer").set_up()
    yield "printer, set up", None
    walk.press(KEY.Key_Escape)


def _settings(walk: Walk) -> Iterator[Stop]:
    walk.go("settings")
    screen = _screen(walk, "settings")
    for name in (*NEEDS, "window"):
        screen.buttons[name].setChecked(True)
        yield f"settings, {name}", None
        walk.press(KEY.Key_N, CTRL)
        if getattr(screen.section(name), "is_open", False):
            yield f"settings, {name}, new", None
            walk.press(KEY.Key_Escape)


def _imports(walk: Walk) -> Iterator[Stop]:
    """A file of patients up to its check, which is then forgotten; nothing comes in."""
    walk.go("imports")
    page = _screen(walk, "imports").page
    yield "imports", None
    page.file.source.setText("OpenEMR")
    page.file.file.setText(str(WALK / "patients.csv"))
    page.look()
    walk.settle()
    yield "imports, columns", None
    page.check()
    walk.settle()
    yield "imports, checked", None
    page.progress.begin("Bringing patients.csv in", "Nothing comes in twice.")
    page.progress.say_how_far(41, 100)
    page.stack.setCurrentWidget(page.progress)
    yield "imports, progress", None
    page.stack.setCurrentWidget(page.checked)
    page.back()
    walk.settle()
    page.back()
    walk.settle()


def _close(walk: Walk) -> Iterator[Stop]:
    """The shift ends with a difference; the next walk opens another."""
    walk.press(KEY.Key_F12, SHIFT)
    drawer = _screen(walk, "drawer")
    walk.until(lambda: drawer.page is drawer.closing)
    yield "drawer, count", None
    shift = walk.session.desk.shift
    assert shift is not None
    held = walk.station.ask(ledger.shift_holds, shift.shift_id, GL.CASH_IN_DRAWERS, "USD").result()
    for pile in piles(held.minor - 100):
        drawer.closing.grid.quantity_box(pile.denomination).setText(str(pile.quantity))
    drawer.closing.submit()
    walk.until(lambda: drawer.page is not drawer.closing)
    yield "drawer, sealed", None
    walk.press(KEY.Key_Return, CTRL)
    walk.until(lambda: drawer.page is drawer.difference)
    yield "drawer, difference", None
    walk.type("2")
    walk.until(lambda: drawer.page is drawer.closed)
    yield "drawer, closed", None
    assert walk.station.ask(drawers.my_shift, walk.actor.user_id).result() is None
