"""Somebody who is signed in loses at once what an administrator takes away."""

from __future__ import annotations

import pytest

from app.areas.drawers import service as drawers
from app.areas.invoices import service as invoices
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.payments import service as payments
from app.areas.security import service as security
from app.areas.security.values import AddUser, ChangeUser, DeactivateUser, ReactivateUser
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Permission
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import CommandId, RoleId, UserId, derived_id
from tests.building import PIN, Actors, Books, command_id


def role(name: str) -> RoleId:
    return RoleId(derived_id("role", name))


def test_without_access_nothing_goes_on_and_leaving_does(
    station: Station, books: Books, actors: Actors
) -> None:
    account = books.register_patient().account_id
    signed_in = station.sign_in(actors.other_cashier.user_id, PIN).actor
    gone = DeactivateUser(command_id(), UserId(signed_in.user_id))
    station.act(actors.administrator, drawers.deactivate_user, gone).result()
    with pytest.raises(NotAllowed, match="may not take payments"):
        station.act(signed_in, payments.take_payment, books.cash(account, 100)).result()
    station.sign_out(signed_in)
    back = ReactivateUser(command_id(), UserId(signed_in.user_id))
    station.act(actors.administrator, security.reactivate_user, back).result()
    with pytest.raises(UserError, match="Open your drawer"):
        station.act(signed_in, payments.take_payment, books.cash(account, 100)).result()


def test_a_smaller_role_counts_at_once_and_a_larger_one_at_the_next_sign_in(
    station: Station, books: Books, actors: Actors
) -> None:
    account = books.register_patient().account_id
    clerk = station.sign_in(actors.billing_clerk.user_id, PIN).actor
    for name in ("cashier", "administrator"):
        change = ChangeUser(command_id(), clerk.user_id, "30", clerk.name, role(name))
        station.act(actors.administrator, security.change_user, change).result()
        invoice = IssueInvoice(command_id(), account, (InvoiceLine("Visit", books.money(100)),))
        with pytest.raises(NotAllowed, match="may not issue invoices"):
            station.act(clerk, invoices.issue_invoice, invoice).result()
        another = AddUser(command_id(), "77", "Eve", role("administrator"))
        with pytest.raises(NotAllowed, match="may not manage users"):
            station.act(clerk, security.add_user, another).result()
    signed_in = station.sign_in(clerk.user_id, PIN).actor
    assert Permission.MANAGE_USERS in signed_in.permissions


def test_nobody_gets_the_id_of_the_program(station: Station, actors: Actors) -> None:
    same = AddUser(CommandId(SYSTEM.user_id), "77", "Eve", role("administrator"))
    with pytest.raises(UserError, match="program's own"):
        station.act(actors.administrator, security.add_user, same).result()
