"""How much of the computer's memory this process holds."""

from __future__ import annotations

from app.kernel.errors import OutsideError
from app.kernel.translate import t


def weight_kb() -> int:
    """What this process holds of the computer's memory now."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        raise OutsideError(t("This bench reads its weight where Linux says it.")) from None
