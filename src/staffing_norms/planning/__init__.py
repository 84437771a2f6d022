"""What a user plans with: norms, plans, comparisons, the cases of a norm."""
