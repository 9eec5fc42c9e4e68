"""How receipts look, edited beside what they then look like."""
