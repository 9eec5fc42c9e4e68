"""Further places for records the centre does not have yet: a file, a second disk, a neighbour."""
