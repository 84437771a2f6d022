"""What a program says of a site: departments, lines, gaps, findings, and why."""
