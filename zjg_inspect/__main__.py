"""The start. Nothing is imported here before it is known to be wanted: the window has 1.3 times a bare one's time."""

import sys


def main() -> int:
    """Run what the command line says; gives the exit code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from zjg_inspect import __version__

        print(f"zjg-inspect {__version__}")
        return 0
    if not arguments or (len(arguments) == 2 and arguments[0] == "--data" and arguments[1][:1] not in ("", "-")):
        # as everybody starts it; to read this with all the verbs' options takes a seventh of a bare window's start
        from pathlib import Path

        from zjg_inspect.app import run

        return run(Path(arguments[1]) if arguments else None)
    from zjg_inspect import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
