"""The command line: each command joins stages, prints, and maps errors to exit codes."""

import gc

gc.disable()  # of what is imported nothing is garbage: looking for some takes a tenth of the time until the help is there

from kg.cli.app import app  # noqa: E402

gc.freeze()
gc.unfreeze()
gc.enable()

__all__ = ["app"]
