"""A check from an account marked “no checks”: a manager agrees, and then it is taken."""

from __future__ import annotations

from app.areas.parties import maintaining
from app.areas.parties.values import FlagAccount, FlagKind
from app.areas.security import queries as security
from app.areas.security import service as security_service
from app.areas.security.values import AddUser
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money
from tests.gui.conftest import give_pin
from tests.gui.counter.conftest import KEY, Bench, Books

NUMBER, PIN = "3001", "271828"


def add_manager(books: Books) -> None:
    station = books.station
    roles = {name: role_id for role_id, name in station.ask(security.roles).result()}
    command = AddUser(CommandId(new_id()), NUMBER, "Maria Oyelaran", roles["Billing manager"])
    added = station.act(SYSTEM, security_service.add_user, command).result()
    give_pin(station, added.user_id, PIN)


def test_a_manager_agrees_to_a_check_that_is_not_wanted(bench: Bench) -> None:
    books = bench.books
    add_manager(books)
    mark = FlagAccount(
        CommandId(new_id()), books.accounts["Thị Hoa"], FlagKind.NO_CHECKS, "two came back"
    )
    books.act(maintaining.flag_account, mark)
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F7)
    assert "a manager has to agree" in bench.view.panel.hint.text()
    bench.type("1182 First National")
    bench.press(KEY.Key_Return)
    bench.wait(lambda: bench.failures.approval is not None)
    dialog = bench.failures.approval
    assert dialog is not None
    bench.wait(lambda: bench.focus is dialog.number)
    assert books.payments() == ()
    bench.type(NUMBER)
    bench.press(KEY.Key_Return)
    assert bench.focus is dialog.pin
    bench.type(PIN)
    bench.press(KEY.Key_Return)
    bench.wait(lambda: bench.view.panel.take_button.text().startswith("Taken 35.00"))
    bench.settle()
    (paid,) = books.payments()
    assert (paid.amount, paid.tender) == (Money(3500, "USD"), "Check")
    assert bench.failures.approval is None
    assert bench.desk.actor.name == books.cashier.name, "who asked stays signed in"
