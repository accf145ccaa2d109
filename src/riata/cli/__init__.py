"""The command line. Errors are one line on standard error and exit code 2, never a traceback."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of ``sys.argv[1:]``.
    """
    try:
        from riata.cli.app import app
    except ImportError as error:
        _fail(f"the command line needs {error.name}: pip install 'riata[cli]'")
    from riata.errors import RiataError

    try:
        code = app(args=arguments, standalone_mode=False)
    except RiataError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("riata: stopped; nothing was left half-written\n")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except MemoryError:
        _fail("not enough memory for this table")
    except OSError as error:
        _fail(str(error))
    except Exception as error:
        if not hasattr(error, "format_message"):  # a usage error of the command-line library has it
            raise
        _fail(f"{error.format_message()} (see riata --help)")
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"riata: {' '.join(message.split())}\n")
    sys.exit(2)
