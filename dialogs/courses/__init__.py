"""Course wishes: the yearly round, budget and reserve, and where each wish stands."""
