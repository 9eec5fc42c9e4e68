"""Cards: gateways and readers, attempts to charge a card, and what a charge brought."""
