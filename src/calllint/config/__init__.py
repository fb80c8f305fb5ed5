"""Configuration: what a team decides once, where each value came from, and what outranks it."""

from calllint.config.find import ConfigError, find, repository
from calllint.config.resolve import Level, Settings, Word, resolve
from calllint.config.tables import SETTINGS, Setting

__all__ = [
    "SETTINGS",
    "ConfigError",
    "Level",
    "Setting",
    "Settings",
    "Word",
    "find",
    "repository",
    "resolve",
]
