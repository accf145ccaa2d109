"""``python -m riata`` is the command line."""

from riata.cli import main

main()
