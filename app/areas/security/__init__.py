"""Users, roles, PINs, sign-in and the way back in for a lost administrator."""
