"""The office printer: whole pages to one named queue, and what its print service says of them."""
