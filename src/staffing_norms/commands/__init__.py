"""What answers at a terminal."""
