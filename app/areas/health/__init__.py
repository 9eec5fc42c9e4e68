"""Proof that the books are right (verify) and views made afresh (rebuild)."""
