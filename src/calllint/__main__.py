"""The program as a process of its own: the command ``calllint``, and ``python -m calllint``."""

import gc
import os
import signal
import sys
from contextlib import suppress


def run() -> int:
    """Runs the command line in a process that ends with it; the exit code."""
    # Nearly all that a run makes lives to its end. Looking for what does not is a tenth of a short
    # run: it is done seldom.
    gc.set_threshold(100_000, 20, 20)
    # A thread that runs a statement needs Python several times for each, and every time waits for
    # the thread that has it.
    sys.setswitchinterval(5e-5)
    # Told to end, as by a pipeline that is cancelled, it cleans up as it does after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from calllint.cli import main

        code = main()
    except KeyboardInterrupt:  # before the program could see to it
        os._exit(128 + signal.SIGINT)
    if "pyspark" in sys.modules:  # its session is stopped as Python ends
        return code
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError):  # nobody reads it any more, as the exit code says
            stream.flush()
    # What is left is memory, and every file is closed: the system takes it back in one piece.
    os._exit(code)


if __name__ == "__main__":
    sys.exit(run())
