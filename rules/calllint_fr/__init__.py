"""France: the law on telephone prospecting, as rules, dated values and tables."""
