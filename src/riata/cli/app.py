"""The commands and their options: a table of contents; each command's work is in a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["app"]

app = typer.Typer(
    name="riata",
    help="Regularised linear models: fast, certified, and seen from both sides.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_FIT_HELP = """Fit a model of one column of a table: CSV, TSV, Parquet or Arrow.

Examples:

  riata fit houses.csv --target price

  riata fit houses.csv --target price --alpha 1se --drop id --save model.json --plots pictures

  riata fit trial.parquet --target change --penalty ridge --categorical site --missing mean
"""

_PREDICT_HELP = """Predict new rows with a saved model.

Examples:

  riata predict model.json new.csv -o predicted.csv

  riata predict model.json new.parquet --unseen ignore > predicted.csv
"""

_EXPLAIN_HELP = """Explain a saved model: why features were dropped, and what shrank the others.

Examples:

  riata explain model.json

  riata explain model.json --html why.html
"""

_REPORT_HELP = """Show a saved model on a page, beside new rows: how they differ, how well it predicts.

Examples:

  riata report model.json new.csv -o report.html

  riata report model.json -o report.html
"""

_CONVERT_HELP = """Convert a strength between riata, sklearn, glmnet, statsmodels, glum, matlab,
article-lagrangian and article-half.

Examples:

  riata convert 0.1 --from glmnet --to sklearn --model ridge --n 97 --sd-y 1.15

  riata convert 2.0 --from sklearn --to glmnet --model logistic --n 500
"""

_DEMO_HELP = """The whole job on data that ship with the package: read, fit, certify, save, predict.

Example:

  riata demo --out out
"""

_ARTICLE_HELP = """L1 and L2 as penalties and as priors: formulas, numbers, checks, pictures; one page.

Example:

  riata article -o article
"""

AsJson = Annotated[bool, typer.Option("--json", help="Print machine-readable output.")]


@app.command("fit", help=_FIT_HELP)
def fit_command(
    table: Annotated[Path, typer.Argument(help="The table.")],
    target: Annotated[str, typer.Option("--target", "-t", help="Column to predict.")],
    penalty: Annotated[str, typer.Option(help="lasso, ridge or elastic-net.")] = "lasso",
    alpha: Annotated[
        str,
        typer.Option(
            help="Strength: cv (least error), 1se (one-standard-error rule), aic, bic, ebic, cp, gcv, "
            "loo, evidence, or a number."
        ),
    ] = "cv",
    bound: Annotated[
        float | None, typer.Option(help="Strength as a budget: the penalty's value is at most this.")
    ] = None,
    l1_ratio: Annotated[float, typer.Option(help="Share of L1 in an elastic net.")] = 0.5,
    standardize: Annotated[
        bool, typer.Option(help="Penalise coefficients in units of standard deviations.")
    ] = True,
    drop: Annotated[list[str] | None, typer.Option(help="Leave out this column (repeat).")] = None,
    categorical: Annotated[
        list[str] | None, typer.Option(help="Treat this column of numbers as a category (repeat).")
    ] = None,
    weights: Annotated[str | None, typer.Option(help="Column of row weights.")] = None,
    offset: Annotated[
        str | None, typer.Option(help="Column that is a known part of the prediction.")
    ] = None,
    missing: Annotated[
        str, typer.Option(help="Missing values: error, drop (their rows) or mean (fill in).")
    ] = "error",
    folds: Annotated[int, typer.Option(help="Folds of the cross-validation.")] = 10,
    seed: Annotated[int, typer.Option(help="Deals rows to folds.")] = 0,
    threads: Annotated[int | None, typer.Option(help="Threads; -1 for all.")] = None,
    save: Annotated[Path | None, typer.Option(help="Save the model here, as JSON.")] = None,
    plots: Annotated[Path | None, typer.Option(help="Draw pictures into this folder.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a report here, as HTML.")] = None,
    as_json: AsJson = False,
) -> None:
    """Wired to :func:`riata.cli.fit.fit_table`."""
    from riata.cli.fit import fit_table

    fit_table(
        table,
        target,
        penalty=penalty,
        alpha=alpha,
        bound=bound,
        l1_ratio=l1_ratio,
        standardize=standardize,
        drop=drop or (),
        categorical=categorical or (),
        weights=weights,
        offset=offset,
        missing=missing,
        folds=folds,
        seed=seed,
        n_threads=threads,
        save=save,
        plots=plots,
        report=report,
        as_json=as_json,
    )


@app.command("predict", help=_PREDICT_HELP)
def predict_command(
    model: Annotated[Path, typer.Argument(help="A model saved by riata fit --save.")],
    table: Annotated[Path, typer.Argument(help="New rows.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .csv or .parquet file; else printed.")
    ] = None,
    unseen: Annotated[str, typer.Option(help="Levels that training never saw: error or ignore.")] = (
        "error"
    ),
    as_json: AsJson = False,
) -> None:
    """Wired to :func:`riata.cli.predict.predict_table`."""
    from riata.cli.predict import predict_table

    predict_table(model, table, output=output, unseen=_unseen(unseen), as_json=as_json)


@app.command("explain", help=_EXPLAIN_HELP)
def explain_command(
    model: Annotated[Path, typer.Argument(help="A model saved by riata fit --save.")],
    table: Annotated[
        Path | None, typer.Option(help="The table it was fitted on; only old files need it.")
    ] = None,
    sigma2: Annotated[
        float | None, typer.Option(help="Variance of the noise; estimated by default.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page here instead of printing.")] = None,
    as_json: AsJson = False,
) -> None:
    """Wired to :func:`riata.cli.explain.explain_model`."""
    from riata.cli.explain import explain_model

    explain_model(model, table=table, sigma2=sigma2, html=html, as_json=as_json)


@app.command("report", help=_REPORT_HELP)
def report_command(
    model: Annotated[Path, typer.Argument(help="A model saved by riata fit --save.")],
    table: Annotated[
        Path | None, typer.Argument(help="New rows, with the target or without it.", show_default=False)
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page.")] = Path("report.html"),
    as_json: AsJson = False,
) -> None:
    """Wired to :func:`riata.cli.report.report_model`."""
    from riata.cli.report import report_model

    report_model(model, table, output=output, as_json=as_json)


@app.command("convert", help=_CONVERT_HELP)
def convert_command(
    value: Annotated[str, typer.Argument(help="The strength; C for logistic regression in sklearn.")],
    from_: Annotated[str, typer.Option("--from", help="Whose scale it is on.")],
    to: Annotated[str, typer.Option("--to", help="Whose scale it shall be on.")],
    model: Annotated[str, typer.Option(help="ridge, lasso, elastic-net or logistic.")],
    n: Annotated[float | None, typer.Option(help="Rows.")] = None,
    sd_y: Annotated[float | None, typer.Option(help="Standard deviation of y, divisor n.")] = None,
    l1_ratio: Annotated[float | None, typer.Option(help="Share of L1 on the scale of --from.")] = None,
    sum_of_weights: Annotated[float | None, typer.Option(help="In place of rows.")] = None,
    as_json: AsJson = False,
) -> None:
    """Wired to :func:`riata.cli.convert.convert_strength`."""
    from riata.cli.convert import convert_strength

    convert_strength(
        value,
        from_=from_,
        to=to,
        model=model,
        n=n,
        sd_y=sd_y,
        l1_ratio=l1_ratio,
        sum_of_weights=sum_of_weights,
        as_json=as_json,
    )


@app.command("demo", help=_DEMO_HELP)
def demo_command(
    out: Annotated[Path, typer.Option(help="Folder for the model and the pictures.")] = Path("out"),
    plots: Annotated[bool, typer.Option(help="Draw pictures.")] = True,
    as_json: AsJson = False,
) -> None:
    """Wired to :func:`riata.cli.demo.run_demo`."""
    from riata.cli.demo import run_demo

    run_demo(out, plots=plots, as_json=as_json)


@app.command("article", help=_ARTICLE_HELP)
def article_command(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the page and its pictures.")
    ] = Path("article"),
    as_json: AsJson = False,
) -> None:
    """Wired to :func:`riata.cli.article.make_article`."""
    from riata.cli.article import make_article

    if not make_article(output, as_json=as_json):
        raise typer.Exit(1)


def _unseen(word: str) -> Literal["error", "ignore"]:
    if word == "error":
        return "error"
    if word == "ignore":
        return "ignore"
    raise typer.BadParameter(f"--unseen must be error or ignore, not {word!r}")


@app.callback(invoke_without_command=True)
def main_options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Options before any command."""
    if version:
        from riata import __version__

        typer.echo(f"riata {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
