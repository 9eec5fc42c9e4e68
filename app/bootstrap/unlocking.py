"""Where the keys of a practice are kept, and how they are found again."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage import connection, keys
from app.storage.keys import Keys, SecretStore
from app.storage.location import refuse_unsafe_folder
from app.storage.private import read_small

IDENTITY_NAME = "station.json"


@dataclass(frozen=True, slots=True)
class Unlock:
    """How the keys are found: the keyring unless a passphrase is given; the demo's lie
    beside it.
    """

    passphrase: str = field(default="", repr=False)
    secrets: SecretStore | None = None


def needs_passphrase(data: Path) -> bool:
    """Whether opening this folder asks for a passphrase."""
    return keys.has_passphrase(data)


def has_practice(data: Path) -> bool:
    """Also where its database is a link to a disk that is not there just now."""
    return os.path.lexists(data / connection.DATABASE_NAME)


def taken(data: Path) -> UserError:
    """A practice is to be made where one is by now: another window made it meanwhile."""
    return UserError(
        t(
            "{folder} already holds a practice. Close this window and start Counterfoil again to "
            "open it, or name an empty folder with --data.",
            folder=data,
        ),
        field="data",
    )


def find_keys(data: Path, unlock: Unlock) -> Keys:
    """The keys of a data folder; a UserError that says what to give."""
    refuse_nothing(data)
    beside = keys.from_beside(data)
    if beside is not None:
        return beside
    if keys.has_passphrase(data):
        if not unlock.passphrase:
            raise UserError(t("This practice opens with a passphrase."), field="passphrase")
        return keys.from_passphrase(data, unlock.passphrase)
    store, database_id = unlock.secrets or _os_keyring(), _database_id(data)
    stored = keys.from_keyring(store, database_id)
    if stored is None and not store.available():
        raise UserError(
            t(
                "The key of this practice lies in the keyring of this computer, and the keyring is "
                "not running or can’t be loaded. Start or unlock it, then try again; nothing is "
                "lost. Where it is gone for good, restore a backup with the recovery key."
            )
        )
    if stored is None:
        raise UserError(
            t(
                "The keyring of this computer has no key for this practice. "
                "Restore a backup with the recovery key."
            )
        )
    return stored


def refuse_nothing(data: Path) -> None:
    refuse_unsafe_folder(data)
    if (data / connection.DATABASE_NAME).is_symlink():
        refuse_unsafe_folder((data / connection.DATABASE_NAME).resolve().parent)
    if not has_practice(data):
        raise UserError(
            t("There is no practice in {folder}. Set one up with “counterfoil init”.", folder=data),
            field="data",
        )


def _database_id(data: Path) -> str:
    """Under which name the keyring has the key: two files say it, and one of them is enough."""
    for name in (IDENTITY_NAME, keys.RECOVERY_NAME):
        try:
            return str(json.loads(read_small(data / name))["database_id"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
    raise UserError(t("{name} is missing or damaged. Restore a backup.", name=IDENTITY_NAME))


def _os_keyring() -> SecretStore:
    from app.devices.secrets import OsKeyring

    return OsKeyring()


def keep_keys(folder: Path, found: Keys, database_id: str, unlock: Unlock, *, demo: bool) -> str:
    """Keep the keys the way this computer allows; where they are, in words."""
    if demo:
        keys.keep_beside(folder, found)
        return t("beside the data, because this is a demo: never keep real patients in it")
    if unlock.passphrase:
        keys.keep_by_passphrase(folder, found, unlock.passphrase)
        return t("in {name}, wrapped by the passphrase", name=keys.PASSPHRASE_NAME)
    store = unlock.secrets or _os_keyring()
    if not store.available():
        raise UserError(
            t(
                "This computer has no keyring and asks for a passphrase at every start. Choose one "
                "of at least 12 characters, and keep it in mind."
            ),
            field="passphrase",
        )
    keys.keep_in_keyring(store, database_id, found)
    return t("in the keyring of this computer")
