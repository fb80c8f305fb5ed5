"""Turning a campaign and its files into plain relations: one row per thing a rule looks at."""
