"""calllint: the linter that call centres run before a dialler starts."""

__version__ = "2026.11.0"
