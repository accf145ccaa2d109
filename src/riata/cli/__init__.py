"""The command line. Errors are one line on standard error and exit code 2, never a traceback."""

from __future__ import annotations

import io
import os
import re
import sys
import warnings
from typing import NoReturn

__all__ = ["main"]

_STOPPED = 130  # the exit code of what Ctrl-C stops


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of ``sys.argv[1:]``.
    """
    _show_anything()
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            code = _run(arguments)
    except KeyboardInterrupt:
        code = _STOPPED
    if code == _STOPPED:  # the command-line library turns some interruptions into this code
        sys.stderr.write("riata: stopped; nothing was left half-written\n")
    sys.exit(code)


def _show_anything() -> None:
    """What a terminal or file of another alphabet cannot show becomes a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str] | None) -> int:
    """The exit code of a command; ends the process with a line where it fails."""
    try:
        from riata.cli.app import app
    except ImportError as error:
        _fail(f"the command line needs {error.name}: pip install 'riata[cli]'")
    from riata.errors import RiataError

    try:
        code = app(args=arguments, standalone_mode=False)
    except RiataError as error:
        _fail(_as_options(str(error)))
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except MemoryError:
        _fail("not enough memory for this table")
    except OSError as error:
        _fail(f"{error.filename!r}: {error.strerror}" if error.filename else str(error))
    except Exception as error:
        if type(error).__name__ == "Abort":  # how older command-line libraries tell an interruption
            return _STOPPED
        if not hasattr(error, "format_message"):  # a usage error of the command-line library has it
            raise
        _fail(f"{error.format_message()} (see riata --help)")
    return code if isinstance(code, int) else 0


def _as_options(message: str) -> str:
    """Advice for a call in Python, as advice for the command line."""
    message = re.sub(r"\b(missing|unseen)='(\w+)'", r"--\1 \2", message)
    message = re.sub(r"\bgive (sd_y|l1_ratio|n)=$", _as_option, message)
    return re.sub(r"\b(categorical)=", r"--\1", message)


def _as_option(found: re.Match[str]) -> str:
    return f"add --{found[1].replace('_', '-')}"


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    sys.stderr.write(f"riata: note: {' '.join(str(message).split())}\n")


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"riata: {' '.join(message.split())}\n")
    sys.exit(2)
