"""The Deposits screen: what lies ready for the bank, each bag and its way there."""
