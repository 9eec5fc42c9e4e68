"""Every way an approval can be asked for or refused, in the user's words; it decides nothing."""

from __future__ import annotations

from app.kernel.errors import NeedsApproval, NotAllowed, UserError
from app.kernel.translate import t


def approval_needed(key: str, words: str) -> NeedsApproval:
    """`words` say what is to be approved; who may, the dialog says."""
    return NeedsApproval(key, words)


def may_not_approve(name: str) -> NotAllowed:
    """An administrator may not either, so that whoever is asked for is never sent to one."""
    return NotAllowed(
        t(
            "{name} may not approve for others. A billing manager may; an administrator lets one "
            "in under Users.",
            name=name,
        )
    )


def own_request() -> UserError:
    return UserError(
        t("Nobody approves their own request. Ask another person."), field="requested_by"
    )


def no_key() -> UserError:
    return UserError(t("There is nothing to approve."), field="key")
