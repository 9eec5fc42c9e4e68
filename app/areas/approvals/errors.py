"""Every way an approval can be asked for or refused, in the user's words; it decides nothing."""

from __future__ import annotations

from app.kernel.errors import NeedsApproval, UserError
from app.kernel.translate import t


def approval_needed(key: str, words: str) -> NeedsApproval:
    """`words` say what is to be approved; who may, the dialog says."""
    return NeedsApproval(key, words)


def own_request() -> UserError:
    return UserError(
        t("Nobody approves their own request. Ask another person."), field="requested_by"
    )


def no_key() -> UserError:
    return UserError(t("There is nothing to approve."), field="key")
