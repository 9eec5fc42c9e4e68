"""Cash drawers, shifts and counts: one person answers for one drawer from float to close."""
