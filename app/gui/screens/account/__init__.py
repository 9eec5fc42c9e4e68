"""One account on a page: ledger, drafts, history, and everything written about it."""
