"""Building blocks every screen shares; they show and read, and never decide."""
