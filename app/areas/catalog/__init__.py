"""What a practice sells: services with their prices, and tax rates by date."""
