"""Phone numbers: to E.164 with country, territory and kind, one by one or in bulk."""

from calllint.phones.plan import Number, Plan, parse

__all__ = ["Number", "Plan", "parse"]
