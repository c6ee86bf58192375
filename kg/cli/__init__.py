"""The command line: each command joins stages, prints, and maps errors to exit codes.

Nothing here computes: what a command needs is a function of an earlier room.
"""

import gc
import sys

from kg.cli.exits import crashes_reported
from kg.cli.interrupt import ending_at_once

gc.disable()  # what is imported is not garbage, and looking for some takes a tenth of the start

with ending_at_once(), crashes_reported(verbose="--verbose" in sys.argv):
    from kg.cli.app import app

gc.freeze()
gc.unfreeze()
gc.enable()

__all__ = ["app"]
