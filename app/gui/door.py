"""The way in, for helper threads: opening the data, who may sign in, PINs and recovery codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.areas.security import tiles
from app.areas.security.values import FrontDoor, SignedIn
from app.kernel.errors import ensure
from app.kernel.ids import UserId

if TYPE_CHECKING:
    from app.bootstrap import Station


class Door:
    """Every method blocks; they are called one after another on one helper thread.

    So a PIN that is typed while the practice still opens is checked as soon as it is open.
    """

    def __init__(self, opened: Callable[[str], Station | None]) -> None:
        self._opened = opened
        self._station: Station | None = None

    def open(self, passphrase: str) -> Station | None:
        """Open the practice; None where there is none. Errors as `open_station`."""
        self._station = self._opened(passphrase)
        return self._station

    def front(self) -> FrontDoor:
        """The practice's name and everybody who may sign in, as they are now."""
        return self.station.ask(tiles.front_door).result()

    def sign_in(self, user_id: UserId, pin: str) -> SignedIn:
        """UserError when the PIN is wrong, too early or dead."""
        return self.station.sign_in(user_id, pin)

    def recover(self, code: str, user_id: UserId, new_pin: str) -> None:
        """A new PIN for an administrator against the recovery code; UserError when it is wrong."""
        self.station.recover(code, user_id, new_pin)

    @property
    def station(self) -> Station:
        """What was opened; a Bug before that."""
        ensure(self._station is not None, "the practice is open")
        return self._station  # type: ignore[return-value]
