"""The charts of rows and intervals, as Vega-Lite without their rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["CLOUDS"]

_ACCENT, _INK, _MUTED = "var(--accent)", "var(--ink)", "var(--muted)"


def _wide(chart: Any, height: int = 280) -> Any:
    return chart.properties(
        width="container", height=height, autosize={"type": "fit-x", "contains": "padding"}
    )


def _axis(alt: Any) -> Any:
    """Few ticks, and no lines from them."""
    return alt.Axis(grid=False, tickCount=6)


def _tips(alt: Any, *names: str) -> list[Any]:
    return [alt.Tooltip(f"{name}:Q", format=".4g") for name in names]


def _cloud(x: str, y: str, titles: tuple[str, str], line: str) -> Any:
    """Points of rows, and a dashed line that they should lie on."""
    import altair as alt

    scale = alt.Scale(zero=False, nice=True)
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_circle(color=_ACCENT, opacity=0.65, size=34)
        .encode(
            x=alt.X(f"{x}:Q", scale=scale, title=titles[0], axis=_axis(alt)),
            y=alt.Y(f"{y}:Q", scale=scale, title=titles[1]),
            tooltip=[alt.Tooltip("row:Q"), *_tips(alt, x, y)],
        )
    )
    right = (
        alt.Chart(alt.NamedData(line))
        .mark_line(color=_MUTED, strokeDash=[4, 3])
        .encode(x=f"{x}:Q", y=f"{y}:Q")
    )
    return _wide(alt.layer(right, points))


def _rows() -> Any:
    return _cloud("fitted", "observed", ("fitted", "observed"), "same")


def _new() -> Any:
    return _cloud("fitted", "observed", ("predicted", "observed"), "same")


def _residuals() -> Any:
    return _cloud("fitted", "residual", ("fitted", "observed less fitted"), "zero")


def _calibration() -> Any:
    import altair as alt

    scale = alt.Scale(zero=False, nice=True)
    base = alt.Chart(alt.NamedData("bins")).encode(
        x=alt.X("predicted:Q", scale=scale, title="mean predicted in a bin", axis=_axis(alt))
    )
    title = "mean observed"
    bars = base.mark_rule(color=_ACCENT).encode(y=alt.Y("low:Q", scale=scale, title=title), y2="high:Q")
    tips = _tips(alt, "predicted", "observed", "error")
    points = base.mark_circle(color=_ACCENT, opacity=1, size=50).encode(
        y=alt.Y("observed:Q", scale=scale, title=title), tooltip=tips
    )
    right = (
        alt.Chart(alt.NamedData("diagonal"))
        .mark_line(color=_MUTED, strokeDash=[4, 3])
        .encode(x="predicted:Q", y="observed:Q")
    )
    return _wide(alt.layer(right, bars, points))


def _leverage() -> Any:
    import altair as alt

    points = (
        alt.Chart(alt.NamedData("leverages"))
        .mark_circle(color=_ACCENT, opacity=0.65)
        .encode(
            x=alt.X("leverage:Q", title="leverage", scale=alt.Scale(zero=True), axis=_axis(alt)),
            y=alt.Y("standardised:Q", title="standardised residual"),
            size=alt.Size("influence:Q", legend=None, scale=alt.Scale(range=[20, 220])),
            tooltip=[
                alt.Tooltip("row:Q"),
                *_tips(alt, "leverage", "standardised", "influence"),
            ],
        )
    )
    zero = alt.Chart(alt.NamedData("level")).mark_rule(color=_MUTED, strokeDash=[4, 3]).encode(y="y:Q")
    return _wide(alt.layer(zero, points))


def _posterior() -> Any:
    import altair as alt

    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=140, grid=False))
    base = alt.Chart(alt.NamedData("intervals")).encode(y=y)
    title = "coefficient × sd of its column"
    tips = [alt.Tooltip("feature:N"), *_tips(alt, "mode", "mean", "low", "high")]
    bars = base.mark_rule(color=_ACCENT, strokeWidth=2).encode(
        x=alt.X("low:Q", title=title, axis=alt.Axis(tickCount=6)), x2="high:Q", tooltip=tips
    )
    means = base.mark_tick(color=_ACCENT, thickness=2, size=12).encode(x="mean:Q", tooltip=tips)
    modes = base.mark_point(color=_INK, filled=True, opacity=1, size=45, shape="diamond").encode(
        x="mode:Q", tooltip=tips
    )
    zero = alt.Chart(alt.NamedData("level")).mark_rule(color=_MUTED, strokeDash=[4, 3]).encode(x="x:Q")
    chart = alt.layer(zero, bars, means, modes)
    return _wide(chart)  # the script makes it as high as there are rows


#: Chart -> the part of the data that it needs, and how it is made.
CLOUDS: dict[str, tuple[str, Callable[[], Any]]] = {
    "rows": ("rows", _rows),
    "residuals": ("rows", _residuals),
    "new": ("new", _new),
    "calibration": ("calibration", _calibration),
    "leverage": ("leverage", _leverage),
    "posterior": ("posterior", _posterior),
}
