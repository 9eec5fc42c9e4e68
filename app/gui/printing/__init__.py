"""Paper on the screen, and what only Qt can do for printing; it decides no words."""
