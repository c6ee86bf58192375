"""The command line: each command joins stages, prints, and maps errors to exit codes."""

from kg.cli.app import app

__all__ = ["app"]
