"""The page: template, script, style and numbers in one file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import platform
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from riata.errors import MissingExtraError
from riata.report.charts import charts_of
from riata.report.gathering import Gathered
from riata.report.words import GLOSSARY, answer_of, columns_of

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
    library, script, style = _library(), _read("page.js"), _read("style.css")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.from_string(_read("page.html.j2")).render(
        **_words(found, command),
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
        f"default-src 'none'; script-src {allowed}; style-src {digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _words(found: Gathered, command: str | None) -> dict[str, Any]:
    model, at, data = found.model, found.at, found.data
    columns, more = columns_of(model)
    target = model.schema.target
    return {
        "title": f"{target}: a report",
        "answer": answer_of(model),
        "last": len(at.alphas) - 1,
        "chosen": at.chosen,
        "features": len(model.names),
        "cv": data["cv"] is not None,
        "marks": at.marks,
        "rows": f"{model.schema.rows_used} of {model.schema.rows_read} rows, "
        f"{len(model.names)} features from {len(model.schema.columns)} columns; the target is {target}.",
        "columns": columns,
        "more_columns": more,
        "chosen_by": f"alpha = {model.alpha:.4g}: {model.choice}.",
        "rules": [
            {
                "rule": mark.rule,
                "alpha": f"{at.alphas[mark.index]:.4g}",
                "kept": data["kept"][mark.index],
                "r2": f"{at.dev_ratio[mark.index]:.4f}",
                "note": mark.note,
            }
            for mark in at.marks
        ],
        "trouble": at.trouble,
        "sides": found.sides,
        "l1": data["elastic"][0] > 0,
        "l2": data["elastic"][1] > 0,
        "rows_drawn": 0 if data["rows"] is None else len(data["rows"]["row"]),
        "alt": {
            "path": f"Coefficients of {len(data['names'])} features along the strengths; the table of "
            "coefficients below has the numbers at the chosen one.",
            "cv": "Cross-validated error along the strengths, with a band of one standard error.",
            "prior": "Density of the prior that this strength means, with the coefficients as ticks.",
            "rows": "Fitted against observed values of the training rows, with the line of agreement.",
        },
        "certainty": found.certainty,
        "facts": _facts(model, command),
        "glossary": GLOSSARY,
    }


def _facts(model: Any, command: str | None) -> list[tuple[str, str]]:
    facts = [
        ("certificate", f"relative duality gap <= {float(np.max(model.path.gaps)):.1e} on all alphas"),
        ("riata", model.version),
        ("Python, NumPy", f"{platform.python_version()}, {np.__version__}"),
        ("seed of the folds", "none" if model.choice.seed is None else str(model.choice.seed)),
        ("fingerprint of the data (SHA-256)", model.fingerprint),
    ]
    return facts + ([("command", command)] if command else [])
