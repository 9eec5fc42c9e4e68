"""Two people who are there twice, and one good command for each action on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.areas.parties import merging, service
from app.areas.parties.merging_values import KeepApart, MergeAccounts, PartAccounts
from app.areas.parties.values import Person, RegisterPatient
from app.kernel.ids import AccountId, new_id
from tests.building import command_id

if TYPE_CHECKING:
    from tests.areas.good_ground import Ground


@dataclass(frozen=True, slots=True)
class Twins:
    """`account_id` stands for another one by `merge_id`; `alone` for nobody."""

    account_id: AccountId
    alone: AccountId
    merge_id: str


def prepare_twins(act: Callable[..., Any]) -> Twins:
    """Three accounts of one name, two of them merged."""
    made = [
        act(
            service.register_patient,
            RegisterPatient(
                command_id(),
                AccountId(new_id()),
                Person("Twin", given),
                account_number=f"TWIN {given}",
            ),
        ).account_id
        for given in ("Ada", "Adah", "Adda")
    ]
    merge = MergeAccounts(command_id(), made[1], made[0], "Registered twice")
    return Twins(made[0], made[2], act(merging.merge_accounts, merge).merge_id)


GOOD_TWINS: dict[str, Callable[[Ground], Any]] = {
    "parties.keep_apart": lambda g: KeepApart(command_id(), g.twins.account_id, g.twins.alone),
    "parties.merge_accounts": lambda g: MergeAccounts(
        command_id(), g.twins.alone, g.twins.account_id, "Registered twice"
    ),
    "parties.part_accounts": lambda g: PartAccounts(
        command_id(), g.twins.merge_id, "Mother and daughter"
    ),
}
