"""What the law leaves of all that a centre does, before and after each date on which it changes."""

from calllint.engine.impact.measure import Told, impact
from calllint.engine.impact.model import (
    KINDS,
    MEASURES,
    Activity,
    ActivityImpact,
    Change,
    Crossing,
    Dependence,
    Figure,
    Group,
    Impact,
    Portfolio,
    RuleChange,
    Said,
    Share,
    Standing,
    Total,
    WholeChange,
    WholeState,
)
from calllint.engine.impact.portfolio import gather, read_portfolio

__all__ = [
    "KINDS",
    "MEASURES",
    "Activity",
    "ActivityImpact",
    "Change",
    "Crossing",
    "Dependence",
    "Figure",
    "Group",
    "Impact",
    "Portfolio",
    "RuleChange",
    "Said",
    "Share",
    "Standing",
    "Told",
    "Total",
    "WholeChange",
    "WholeState",
    "gather",
    "impact",
    "read_portfolio",
]
