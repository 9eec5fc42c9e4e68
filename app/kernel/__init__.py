"""The words everything else is written in: money, ids, time, errors, who acts; no SQL and no Qt."""
