"""What stands on a receipt's paper and where, for every printer and for the screen; never Qt."""
