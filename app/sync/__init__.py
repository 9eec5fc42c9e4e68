"""How stations and the centre keep one truth; the centre's side stands in packaging/central."""
