"""A whole practice in one process from one seed: real stations, the real centre, and every fault
between them. The same seed gives the same history (sync.md 11).
"""
