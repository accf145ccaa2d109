"""``riata explain``: a saved model in words and numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.text import Text

from riata.cli.console import print_json, show
from riata.errors import ParameterError
from riata.frame import load
from riata.frame.contents import plain
from riata.frame.saving import check_page_name, write_whole
from riata.views import Explanation

__all__ = ["explain_model"]


def explain_model(
    model_file: Path,
    *,
    table: Path | None,
    sigma2: float | None,
    html: Path | None,
    as_json: bool,
) -> None:
    """Print the explanation, or write it as a page."""
    model = load(model_file)
    if model.standing is None and table is None:
        raise ParameterError(
            "this model was saved without what an explanation needs of the data: add --table with the "
            "table it was fitted on"
        )
    told = model.explain(sigma2, table=table)
    if html is not None:
        check_page_name(html)
        write_whole(html, told.to_html().encode())
    if as_json:
        print_json(_facts(told))
    elif html is None:
        show(told)
    else:
        show(Text(f"explained {model_file} in {html}"))


def _facts(told: Explanation) -> dict[str, Any]:
    """What a program wants to know."""
    views, names, shrunk = told.views, told.views.names, told.shrunk
    prior = views.prior
    return {
        "target": told.target,
        "penalty": views.penalty,
        "alpha": plain(views.alpha),
        "penalty_value": plain(views.penalty_value),
        "bound": plain(views.bound),
        "multiplier": plain(views.multiplier),
        "prior": prior.family,
        "proper": prior.proper,
        "b": None if prior.b is None else plain(prior.b),
        "s": None if prior.s is None else plain(prior.s),
        "sigma2": plain(views.sigma2),
        "sigma2_source": views.noise.source,
        "sigma2_df": views.noise.df,
        "lambda_l1": None if views.lambda_l1 is None else plain(views.lambda_l1),
        "lambda_l2": None if views.lambda_l2 is None else plain(views.lambda_l2),
        "log_likelihood": plain(views.log_likelihood),
        "log_prior": plain(views.log_prior),
        "log_posterior": plain(views.log_posterior),
        "dropped": {
            names[j]: {"pull": plain(float(told.needed[j])), "why": why}
            for j, why in zip(told.dropped, told.why, strict=True)
        },
        "kept": {
            names[j]: {
                "coefficient": float(told.coef[j]),
                "least_squares": None if told.refit is None else plain(float(told.refit[j])),
                "shrunk_by": None if shrunk is None else plain(float(shrunk[k])),
            }
            for k, j in enumerate(told.kept)
        },
    }
