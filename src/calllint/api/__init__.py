"""calllint from Python: what ``import calllint`` offers, and the errors it raises."""
