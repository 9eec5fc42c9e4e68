"""The settings: lists a practice keeps, how numbers are written, how the program behaves."""
