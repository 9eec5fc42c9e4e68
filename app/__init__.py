"""Counterfoil: money at a clinic's window, and every cent followed until the bank has it."""
