"""The facts that count at a station, as every record tells them."""

from __future__ import annotations

from app.storage.statements import ReadSql
from app.storage.tables import station as declared

FACTS = ReadSql(
    " UNION ALL ".join(
        f"SELECT '{table.info['record_type']}', id, lower(hex(content_hash)) "
        f"FROM {table.name}_counted"
        for table in declared.tables.values()
        if table.info["kind"] == "fact"
    )
)
