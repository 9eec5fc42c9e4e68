"""Choosing who you are and typing the PIN; also the screen a locked window shows."""
