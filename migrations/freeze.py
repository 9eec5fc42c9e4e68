"""Write what the code declares beyond the earlier revisions into the .sql files of a revision that
has not shipped yet.

Run from the checkout: python migrations/freeze.py 0003
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = Path(__file__).parent / "versions"
sys.path.insert(0, str(ROOT))


def main(revision: str) -> None:
    """Freeze both shapes of what is new; a table that shipped cannot change here."""
    from app.bootstrap import load_schema
    from app.storage import ddl

    load_schema()
    for shape, statements in (
        ("station", ddl.station_statements()),
        ("central", ddl.central_statements()),
    ):
        path = VERSIONS / f"{revision}_{shape}.sql"
        before = shipped(shape, revision)
        new = [statement for statement in statements if statement not in before]
        path.write_text("".join(each + ddl.BREAK for each in new), encoding="utf-8")


def shipped(shape: str, revision: str) -> frozenset[str]:
    """The statements of the revisions before this one."""
    from app.storage import ddl

    files = (p for p in sorted(VERSIONS.glob(f"*_{shape}.sql")) if p.name[:4] < revision)
    return frozenset(
        statement for path in files for statement in path.read_text("utf-8").split(ddl.BREAK)
    )


if __name__ == "__main__":
    main(sys.argv[1])
