"""What a norm is compiled to: one program of formulas."""
