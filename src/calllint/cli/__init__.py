"""The command line: it parses, calls, prints and exits; what is true is decided below it."""

from calllint.cli.app import main

__all__ = ["main"]
