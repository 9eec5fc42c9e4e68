"""Counting the float and opening the drawer, then what the open shift is."""
