"""What happened, for those who answer for it: the day sheet and who did what."""
