"""What a publisher tells us: the files of a norm, judged as they are read."""
