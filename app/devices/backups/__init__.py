"""Backups that make themselves: beside the window, to a second place, proven, kept by rule."""
