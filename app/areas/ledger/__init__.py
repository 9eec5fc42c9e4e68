"""The general ledger: GL accounts, balanced journal entries, and the balances derived from them."""
