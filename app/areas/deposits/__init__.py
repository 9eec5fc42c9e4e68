"""From the safe to the bank: bags, second counts, slips, credits, returned checks, and the chain of
every cent.
"""
