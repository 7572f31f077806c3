"""The page of a territory: what it has, and what lies beside it."""
