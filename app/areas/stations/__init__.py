"""Stations as the practice sees them: their lives, who was shut out, and what a manager ruled."""
