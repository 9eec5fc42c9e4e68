"""Pictures of the Counter: people, tenders, receipts and what can be done with them."""

from __future__ import annotations

from app.areas.parties import queries as parties
from app.areas.parties.values import Found
from app.areas.payments import queries as payments
from app.areas.payments.values import CounterAccount
from app.bootstrap import Station
from app.gui.demo_day import cash_of
from app.gui.demo_hands import CTRL, KEY
from app.kernel.errors import OutsideError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from resources.screenshots import cards
from resources.screenshots.camera import Camera


def pictures(camera: Camera) -> None:
    """Ana takes money; she has a drawer."""
    station = camera.application.station
    if station is None:
        raise OutsideError("The practice did not open.")
    camera.shoot("counter-home")
    most = _who_owes_most_invoices(station)
    _cash(camera, most)
    others = _who_owe(station, {most.header.account_id})
    _tenders(camera, others)
    _undo(camera, others[2])
    _twice(camera, others[3])
    _charge_and_patient(camera, others[4])
    camera.press(KEY.Key_F1)
    camera.shoot("keys")
    camera.press(KEY.Key_Escape)
    _receipts(camera, station)


def _cash(camera: Camera, account: CounterAccount) -> None:
    camera.open_account(account.header.account_number, "find")
    camera.press(KEY.Key_F6)
    camera.type(_notes(account.owed))
    camera.shoot_all("counter")
    camera.press(KEY.Key_Return)
    _receipt_came(camera)
    camera.picture("change")


def _tenders(camera: Camera, people: list[Found]) -> None:
    camera.open_account(people[0].account_number)
    camera.press(KEY.Key_F6)
    camera.type("10")
    camera.press(KEY.Key_F7)
    camera.type("1203 First National")
    camera.shoot_all("split")
    camera.press(KEY.Key_Return)
    _receipt_came(camera)
    camera.open_account(people[1].account_number)
    camera.press(KEY.Key_F4)
    camera.shoot("not-collected")
    camera.press(KEY.Key_Escape)
    cards.pictures(camera, people[1])
    _receipt_came(camera)


def _undo(camera: Camera, person: Found) -> None:
    """Cash, its correction as it begins, its void with what the receipt says then."""
    digits = camera.counter.digits
    camera.open_account(person.account_number)
    camera.press(KEY.Key_F6)
    camera.settle()
    camera.press(KEY.Key_Return)
    _receipt_came(camera)
    camera.press(KEY.Key_R, CTRL)
    camera.settle()
    camera.press(KEY.Key_F2)
    camera.until(digits.isVisible, "the tenders")
    camera.shoot("correct")
    camera.press(KEY.Key_Escape)
    camera.settle()
    camera.press(KEY.Key_R, CTRL)
    camera.press(KEY.Key_Delete)
    camera.until(digits.isVisible, "the reasons")
    camera.shoot("void")
    camera.press(KEY.Key_2)
    shelf = camera.session.frame.shelf
    camera.until(lambda: shelf.newest is not None and bool(shelf.newest.mark), "the void")
    camera.settle()
    camera.picture("voided")
    if shelf.newest is not None:
        camera.pocket -= cash_of(shelf.newest)
    camera.keep_paper("receipt-void")


def _twice(camera: Camera, person: Found) -> None:
    """The same ten dollars again: the receipt of before lies beside the question."""
    for picture in (False, True):
        camera.open_account(person.account_number)
        panel = camera.counter.panel
        for _ in range(20):
            if camera.focus is panel.to_pay:
                break
            camera.press(KEY.Key_Tab)
        camera.type("10")
        camera.press(KEY.Key_Return)
        if picture:
            camera.settle()
            camera.shoot("twice")
            camera.press(KEY.Key_Escape)
            camera.press(KEY.Key_Escape)
            camera.settle()
        else:
            _receipt_came(camera)
    camera.press(KEY.Key_F12)
    camera.settle()
    camera.keep_paper("receipt-copy")


def _charge_and_patient(camera: Camera, person: Found) -> None:
    bills = camera.session.bills
    camera.open_account(person.account_number)
    camera.press(KEY.Key_I, CTRL)
    camera.until(lambda: bills.charge is not None, "the charge")
    camera.settle()
    for service in ("office", "wound"):
        camera.type(service)
        camera.settle()
        for _ in range(2):  # the service, then its line
            camera.press(KEY.Key_Return)
            camera.settle()
    camera.shoot_all("charge")
    while bills.charge is not None:
        camera.press(KEY.Key_Escape)
        camera.settle()
    camera.press(KEY.Key_N, CTRL)
    camera.until(lambda: bills.patient is not None, "the new patient")
    camera.settle()
    for part in reversed(person.name.split(maxsplit=1)):
        camera.type(part)
        camera.press(KEY.Key_Tab)
    camera.shoot("new-patient")
    while bills.patient is not None:
        camera.press(KEY.Key_Escape)
        camera.settle()


def _receipts(camera: Camera, station: Station) -> None:
    """English and Burmese, as they come out."""
    burmese = next(
        found
        for found in station.ask(parties.find, "မ", 50).result()
        if found.owed and not found.name.isascii()
    )
    english = next(
        found
        for found in station.ask(parties.find, "jo", 50).result()
        if found.owed and found.name.isascii()
    )
    for found, name in ((english, "receipt-en"), (burmese, "receipt-my")):
        camera.open_account(found.account_number)
        camera.press(KEY.Key_F6)
        camera.type(_notes(found.owed))
        camera.press(KEY.Key_Return)
        _receipt_came(camera)
        camera.keep_paper(name)


def _receipt_came(camera: Camera) -> None:
    camera.settle()
    shelf = camera.session.frame.shelf
    camera.until(shelf.isVisible, "the receipt")
    camera.settle()
    if shelf.newest is not None:
        camera.pocket += cash_of(shelf.newest)


def _who_owes_most_invoices(station: Station) -> CounterAccount:
    found = [each for each in station.ask(parties.find, "nguyen", 50).result() if each.owed]
    accounts = [station.ask(payments.counter_account, each.account_id).result() for each in found]
    return max(accounts, key=lambda account: len(account.open_invoices))


def _who_owe(station: Station, but: set[object]) -> list[Found]:
    """People who owe a few notes and of whom nothing is to be minded."""
    people = []
    for found in station.ask(parties.find, "ma", 100).result():
        if found.account_id in but or not 4_000 < found.owed.minor < 60_000:
            continue
        account = station.ask(payments.counter_account, found.account_id).result()
        if not (account.flags or account.drafts or account.credit):
            people.append(found)
    return people


def _notes(owed: Money) -> str:
    """What somebody hands over who pays in twenties."""
    step = 2000
    return format_money(Money(-(-owed.minor // step) * step, owed.currency), "en_US")
