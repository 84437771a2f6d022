"""What runs a program: exactly, as a fast function, in dataframes, to look for mistakes."""
