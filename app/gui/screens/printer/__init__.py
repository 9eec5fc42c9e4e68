"""Where this station prints: the printer, its letters, its drawer, and a test page."""
