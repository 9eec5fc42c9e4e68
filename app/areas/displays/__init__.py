"""What patients see and hear beside the window: a second screen, and one touch that rates."""
