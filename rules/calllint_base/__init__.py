"""Rules that are true in any country: readable files, a coherent campaign, a clean list."""
