"""What the practice charges for: services with their prices, and tax rates."""
