"""The command line."""

import argparse
from collections.abc import Sequence

from zjg_inspect import __version__


def main(arguments: Sequence[str]) -> int:
    """Run one command; gives the exit code: 0 done, 1 refused or not well, 2 usage."""
    parser = argparse.ArgumentParser(prog="zjg-inspect")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.parse_args(arguments)
    parser.print_usage()
    return 2
