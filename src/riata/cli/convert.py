"""``riata convert``: a strength on one package's scale, on another's."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from riata.cli.console import print_json, show
from riata.errors import ParameterError
from riata.frame.contents import plain
from riata.views import convert
from riata.views.conversion import scale_of

__all__ = ["convert_strength"]


def convert_strength(value: str, *, as_json: bool, **options: Any) -> None:
    """Print the number, how to call the package, and what both minimise."""
    try:
        number = float(value)
    except ValueError:
        raise ParameterError(f"VALUE must be a number, not {value!r}") from None
    found = convert(number, **options)
    here = convert(number, **(options | {"to": options["from_"]}))
    scale = scale_of(found.package, found.model)
    if as_json:
        print_json(
            {
                "value": plain(float(found)),
                "l1_ratio": found.l1_ratio,
                "package": found.package,
                "model": found.model,
                "call": found.call,
                "objective": found.objective,
                "note": scale.note,
            }
        )
        return
    show(Text(found.call))
    for strength in (here, found):
        show(Text(f"  {strength.package} minimises {strength.objective}", style="dim"))
    for note in {s.note: None for s in (scale_of(here.package, here.model), scale) if s.note}:
        show(Text(f"  note: {note}", style="dim"))
