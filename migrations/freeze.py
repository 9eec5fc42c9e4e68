"""Write the schema as it stands in the code into the .sql files of a revision that has not shipped
yet.

Run from the checkout: python migrations/freeze.py 0001
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main(revision: str) -> None:
    """Freeze both shapes of every declared table."""
    from app.bootstrap import load_schema
    from app.storage import ddl

    load_schema()
    folder = Path(__file__).parent / "versions"
    for shape, statements in (
        ("station", ddl.station_statements()),
        ("central", ddl.central_statements()),
    ):
        path = folder / f"{revision}_{shape}.sql"
        path.write_text(ddl.BREAK.join(statements) + ddl.BREAK, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
