"""The command line: each command joins stages, prints, and maps errors to exit codes.

Nothing here computes: what a command needs is a function of an earlier room.
"""

import gc
import sys

from kg.cli.faults import reported
from kg.cli.interrupt import ending_at_once

gc.disable()  # of what is imported nothing is garbage: looking for some takes a tenth of the time until the help is there

with ending_at_once(), reported(sys.argv):
    from kg.cli.app import app

gc.freeze()
gc.unfreeze()
gc.enable()

__all__ = ["app"]
