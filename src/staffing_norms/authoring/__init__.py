"""What helps people write sites and norms: forms, schemas, printed norms, doubts."""
