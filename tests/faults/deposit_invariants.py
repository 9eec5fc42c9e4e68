"""What must hold of bags and of checks that came back, after anything: plain SQL."""

from __future__ import annotations

_LIVE = "NOT EXISTS (SELECT 1 FROM deposit_void v WHERE v.deposit_id = i.deposit_id)"
_INSIDE = (
    "(SELECT count(*) FROM deposit_item_out o WHERE o.item_id = i.id AND o.reverses_id IS NULL) = "
    "(SELECT count(*) FROM deposit_item_out o WHERE o.item_id = i.id AND o.reverses_id IS NOT NULL)"
)
_CHECKS = (
    "(SELECT coalesce(sum(i.amount_minor), 0) FROM deposit_item i "
    f"WHERE i.deposit_id = s.deposit_id AND i.kind = 'check' AND {_INSIDE})"
)
_CREDITED = (
    "EXISTS (SELECT 1 FROM deposit_clear c WHERE c.deposit_id = s.deposit_id AND c.reverses_id IS "
    "NULL AND NOT EXISTS (SELECT 1 FROM deposit_clear b WHERE b.reverses_id = c.id))"
)

DEPOSITS: tuple[tuple[str, str], ...] = (
    (
        "deposit_balance differs from the lines",
        (
            "SELECT deposit_id, gl_code FROM (SELECT deposit_id, gl_code, amount_minor m "
            "FROM journal_line WHERE deposit_id IS NOT NULL UNION ALL "
            "SELECT deposit_id, gl_code, -amount_minor FROM deposit_balance) "
            "GROUP BY deposit_id, gl_code HAVING sum(m) <> 0"
        ),
    ),
    (
        "something is in two bags",
        (
            "SELECT i.source_id FROM deposit_item i WHERE i.kind <> 'reserve' "
            f"AND {_LIVE} AND {_INSIDE} GROUP BY i.source_id HAVING count(*) > 1"
        ),
    ),
    (
        "a claim that no bag holds, or a bag that claims not what is in it",
        (
            "SELECT source_id FROM (SELECT source_id, deposit_id, 1 AS n FROM deposit_claim "
            "UNION ALL SELECT i.source_id, i.deposit_id, -1 FROM deposit_item i "
            f"WHERE i.kind <> 'reserve' AND {_LIVE} AND {_INSIDE}) "
            "GROUP BY source_id, deposit_id HAVING sum(n) <> 0"
        ),
    ),
    (
        "a bag is in transit with another sum than lies in it",
        (
            "SELECT s.deposit_id FROM deposit_seal s WHERE coalesce((SELECT amount_minor FROM "
            "deposit_balance b WHERE b.deposit_id = s.deposit_id AND b.gl_code = '1019'), 0) <> "
            "CASE WHEN EXISTS (SELECT 1 FROM deposit_void v WHERE v.deposit_id = s.deposit_id) "
            f"OR {_CREDITED} THEN 0 ELSE s.cash_minor + {_CHECKS} END"
        ),
    ),
    (
        "a deposit moved money before it was sealed",
        (
            "SELECT deposit_id FROM journal_line WHERE deposit_id IS NOT NULL "
            "AND deposit_id NOT IN (SELECT deposit_id FROM deposit_seal)"
        ),
    ),
    (
        "a bag number twice, or a bag sealed, left or voided twice",
        (
            "SELECT max(id) FROM deposit_seal GROUP BY lower(bag_number) HAVING count(*) > 1 "
            "UNION ALL SELECT max(id) FROM deposit_seal GROUP BY deposit_id HAVING count(*) > 1 "
            "UNION ALL SELECT max(id) FROM deposit_submit GROUP BY deposit_id HAVING count(*) > 1 "
            "UNION ALL SELECT max(id) FROM deposit_void GROUP BY deposit_id HAVING count(*) > 1"
        ),
    ),
    (
        "a bag sealed by its preparer without the practice being one person",
        ("SELECT id FROM deposit_seal WHERE single_person = 0 AND prepared_by = verified_by"),
    ),
    (
        "a returned check without exactly one entry of its own",
        (
            "SELECT r.id FROM returned_check r WHERE (SELECT count(*) FROM journal_entry e "
            "WHERE e.source_id = r.id AND e.source_type = 'returned_check') <> 1"
        ),
    ),
    (
        "a command about a bag was answered but left nothing",
        (
            "SELECT id FROM command WHERE action = 'deposits.prepare_deposit' "
            "AND id NOT IN (SELECT id FROM deposit) UNION ALL "
            "SELECT id FROM command WHERE action = 'deposits.seal_deposit' "
            "AND id NOT IN (SELECT id FROM deposit_seal) UNION ALL "
            "SELECT id FROM command WHERE action = 'deposits.submit_deposit' "
            "AND id NOT IN (SELECT id FROM deposit_submit) UNION ALL "
            "SELECT id FROM command WHERE action IN ('deposits.clear_deposit', "
            "'deposits.take_back_clear') AND id NOT IN (SELECT id FROM deposit_clear) UNION ALL "
            "SELECT id FROM command WHERE action = 'deposits.void_deposit' "
            "AND id NOT IN (SELECT id FROM deposit_void) UNION ALL "
            "SELECT id FROM command WHERE action IN ('deposits.return_check', "
            "'deposits.take_back_return') AND id NOT IN (SELECT id FROM returned_check)"
        ),
    ),
)
"""A query that finds nothing when all is well, and what it would mean."""
