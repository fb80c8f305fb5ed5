"""The list a dialler may load, and what was kept out of it, written whole or not at all."""

from calllint.engine.scrub.options import SPLITS, Scrubbed, ScrubOptions
from calllint.engine.scrub.write import write_scrub

__all__ = ["SPLITS", "ScrubOptions", "Scrubbed", "write_scrub"]
