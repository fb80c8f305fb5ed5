"""Records of what was judged: written, chained, signed, proved and verified."""
