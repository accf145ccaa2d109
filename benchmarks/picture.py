"""The picture of time against gap: a panel for each problem, a line for each contender."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from contenders import NAMES, contender

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["draw"]


def draw(name: str, records: list[dict[str, Any]], folder: Path) -> str:
    """Write the picture beside RESULTS.md; its file name."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["svg.hashsalt"] = "riata"  # the same file from the same numbers
    from matplotlib import pyplot

    problems = list(dict.fromkeys(record["problem"]["name"] for record in records))
    columns = min(3, len(problems))
    rows = -(-len(problems) // columns)
    figure, axes = pyplot.subplots(
        rows, columns, figsize=(4 * columns, 3.2 * rows), squeeze=False, layout="constrained"
    )
    for ax in axes.flat[len(problems) :]:
        ax.remove()
    for ax, problem in zip(axes.flat, problems, strict=False):
        panel(ax, [record for record in records if record["problem"]["name"] == problem])
        ax.set(title=problem, xlabel="relative duality gap asked for", ylabel="seconds")
    handles = {
        label: handle
        for ax in axes.flat[: len(problems)]
        for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)
    }
    across = min(len(handles), 3 * columns)
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=across)
    file = f"{name}.svg"
    figure.savefig(folder / file, metadata={"Date": None})
    pyplot.close(figure)
    return file


def panel(ax: Any, records: list[dict[str, Any]]) -> None:
    """Median seconds at each gap that was reached, logarithmic both ways, tighter to the right."""
    for record in records:
        found = [event for event in record["results"] if event["reached"]]
        ax.loglog(
            [event["gap"] for event in found],
            [median(event["seconds"]) for event in found],
            marker="o",
            markersize=3,
            linewidth=2 if record["contender"] == "riata" else 1,
            color=f"C{NAMES.index(record['contender'])}",
            label=contender(record["contender"]).NAME,
        )
    ax.invert_xaxis()
    ax.grid(alpha=0.3)
