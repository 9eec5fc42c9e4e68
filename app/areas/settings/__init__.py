"""The practice, its sites and stations, and every setting with its type, default and words."""
