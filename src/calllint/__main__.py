"""``python -m calllint``."""

import sys

from calllint.cli import main

if __name__ == "__main__":
    sys.exit(main())
