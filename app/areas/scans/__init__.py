"""The scanner of this station, what a code can be, and what of the practice it names."""
