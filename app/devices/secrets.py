"""The operating system's keyring behind the SecretStore port; a file-based or null keyring does
not count.
"""

from __future__ import annotations

import os

from app.kernel.errors import OutsideError
from app.kernel.translate import t


class OsKeyring:
    """Keychain, Credential Manager or Secret Service, through the keyring library, loaded when
    first used.
    """

    def available(self) -> bool:
        """False where no real keyring runs, where the one that is set for this computer can't be
        loaded, or COUNTERFOIL_KEYRING=off says not to use it.
        """
        if os.environ.get("COUNTERFOIL_KEYRING") == "off":
            return False
        import keyring
        from keyring.backends import fail, null

        try:
            backend = keyring.get_keyring()
        except (ImportError, AttributeError, ValueError, TypeError, RuntimeError):
            return False
        weak = isinstance(backend, fail.Keyring | null.Keyring)
        return not weak and "Plaintext" not in type(backend).__name__ and backend.priority >= 1

    def name(self) -> str:
        """What keeps the secrets here, as the library calls it."""
        import keyring

        return type(keyring.get_keyring()).__module__.rpartition(".")[2]

    def read(self, service: str, name: str) -> str | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(service, name)
        except KeyringError as error:
            raise OutsideError(
                t(
                    "The keyring of this computer is locked or does not answer ({error}).",
                    error=error,
                )
            ) from error

    def write(self, service: str, name: str, secret: str) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(service, name, secret)
        except KeyringError as error:
            raise OutsideError(
                t("The keyring of this computer did not take the key ({error}).", error=error)
            ) from error
