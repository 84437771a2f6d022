"""What everything stands on: errors, documents, exact quantities, the algebra of formulas."""
