"""The page: template, script, style and numbers in one file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from riata.errors import MissingExtraError
from riata.report.charts import charts_of
from riata.report.gathering import Gathered
from riata.report.telling import words_of

__all__ = ["html_page"]


def html_page(found: Gathered, command: str | None = None) -> str:
    """The page of a report.

    Parameters
    ----------
    found : Gathered
        Its numbers.
    command : str, optional
        What repeats it, for the last section.

    Raises
    ------
    MissingExtraError
        If altair, vl-convert or jinja2 are not installed.
    """
    try:
        import altair  # noqa: F401
        import jinja2
    except ImportError:
        raise MissingExtraError("a report needs more packages: pip install 'riata[report]'") from None
    library, script, style = _library(), _script(), _read("style.css")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.from_string(_read("page.html.j2")).render(
        **words_of(found, command),
        policy=_policy(style, library, script),
        style=style,
        library=library,
        script=script,
        data=_json(found.data),
        specs=_json(charts_of(found.data)),
    )
    return page + "\n"


@lru_cache(maxsize=1)
def _library() -> str:
    """Vega, Vega-Lite and vega-embed as one script."""
    try:
        import vl_convert
    except ImportError:
        raise MissingExtraError("a report needs more packages: pip install 'riata[report]'") from None
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    inert = bundle.replace("</script", "<\\/script")
    return f"(() => {{\n{inert}\n}})();"  # its short names are its own


def _script() -> str:
    """The page's own script, from its parts."""
    parts = "\n".join(_read(name) for name in ("start.js", "plane.js", "page.js"))
    return f'"use strict";\n(() => {{\n{parts}\n}})();'


def _read(name: str) -> str:
    return (files("riata.report") / name).read_text(encoding="utf-8").strip()


def _json(value: Any) -> str:
    """JSON that can stand inside a script element, whatever its texts are."""
    text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _policy(style: str, *scripts: str) -> str:
    """Nothing from outside, and only these scripts and this style."""

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    allowed = " ".join(digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {digest(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
