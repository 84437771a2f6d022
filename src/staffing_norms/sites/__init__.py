"""What the user tells us: facts, tasks, frequency profiles, answers."""
