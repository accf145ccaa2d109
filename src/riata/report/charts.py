"""The charts along the strengths, as Vega-Lite without their rows; colours are the page's own."""

from __future__ import annotations

from typing import Any

from riata.report.clouds import CLOUDS
from riata.report.planes import plane_chart

__all__ = ["charts_of"]

_ACCENT, _INK, _FAINT, _MUTED = "var(--accent)", "var(--ink)", "var(--faint)", "var(--muted)"


def charts_of(data: dict[str, Any]) -> dict[str, Any]:
    """Name -> chart of what :func:`riata.report.gather` gathered."""
    found = {"path": _path()}
    if data["cv"] is not None:
        found["cv"] = _cv()
    if data["geometry"] is not None:
        found["geometry"] = plane_chart()
    if data["sides"] is not None:
        found["prior"] = _prior()
    found |= {name: make() for name, (part, make) in CLOUDS.items() if data[part] is not None}
    return {name: _finish(chart) for name, chart in found.items()}


def _finish(chart: Any) -> dict[str, Any]:
    chart = chart.configure(
        background="transparent",
        font="system-ui, sans-serif",
        axis={
            "labelColor": _MUTED,
            "titleColor": _MUTED,
            "gridColor": _FAINT,
            "domainColor": _FAINT,
            "tickColor": _FAINT,
            "titleFontWeight": "normal",
            "labelFontSize": 12,
            "titleFontSize": 12,
        },
        view={"stroke": None},
    )
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec.pop("$schema", None)
    return spec


def _wide(chart: Any, height: int = 300) -> Any:
    return chart.properties(
        width="container", height=height, autosize={"type": "fit-x", "contains": "padding"}
    )


def _alpha(alt: Any) -> Any:
    scale = alt.Scale(type="log", reverse=True, nice=False)
    title = "alpha (log scale, penalty weaker to the right)"
    return alt.X(
        "alpha:Q", scale=scale, title=title, axis=alt.Axis(grid=False, tickCount=6, format="~g")
    )


def _now(alt: Any) -> Any:
    return alt.Chart(alt.NamedData("now")).mark_rule(color=_INK, strokeWidth=1.2).encode(x=_alpha(alt))


def _marked(alt: Any, chart: Any) -> Any:
    """The chart with a thin line, and a label above the plot, where each rule has its strength."""
    place = alt.Y("place:Q", scale=alt.Scale(domain=[0, 1], nice=False, zero=False), axis=None)
    source = alt.Chart(alt.NamedData("marks"))
    lines = source.mark_rule(color=_MUTED, strokeDash=[2, 3], strokeWidth=1, opacity=0.7).encode(
        x=_alpha(alt)
    )
    align, dx = (
        alt.ExprRef(f"datum.side === 'left' ? {a} : {b}") for a, b in (("'left'", "'right'"), (2, -2))
    )
    texts = source.mark_text(align=align, dx=dx, fontSize=11, color=_MUTED, clip=False).encode(
        x=_alpha(alt), y=place, text="rule:N"
    )
    return alt.layer(chart, alt.layer(lines, texts)).resolve_scale(y="independent")


def _path() -> Any:
    import altair as alt

    near = alt.selection_point(
        name="near", fields=["feature"], on="pointerover", clear="pointerout", nearest=True, empty=False
    )
    y = alt.Y("scaled:Q", title="coefficient × sd of its column")
    base = alt.Chart(alt.NamedData("lines")).encode(x=_alpha(alt), y=y, detail="feature:N")
    lines = base.mark_line(interpolate="linear").encode(
        color=alt.condition("datum.kept", alt.value(_ACCENT), alt.value(_MUTED)),
        opacity=alt.when(near, empty=True).then(alt.value(0.85)).otherwise(alt.value(0.15)),
        strokeWidth=alt.when(near).then(alt.value(3)).otherwise(alt.value(1.5)),
    )
    points = (
        base.mark_point(opacity=0, size=60)
        .encode(
            tooltip=[
                alt.Tooltip("feature:N"),
                alt.Tooltip("scaled:Q", title="× sd", format=".4g"),
                alt.Tooltip("alpha:Q", format=".4g"),
            ]
        )
        .add_params(near)
    )
    here = (
        alt.Chart(alt.NamedData("here"))
        .mark_circle(size=36, color=_INK, opacity=1)
        .encode(x=_alpha(alt), y=y)
    )
    text: dict[str, Any] = {"align": "right", "baseline": "bottom", "dx": -3, "dy": -3, "fontSize": 11}
    base = alt.Chart(alt.NamedData("labels")).encode(x=_alpha(alt), y=y, text="label:N")
    halo = base.mark_text(stroke="var(--paper)", strokeWidth=3, color="var(--paper)", **text)
    names = alt.layer(halo, base.mark_text(color=_INK, **text))
    return _wide(_marked(alt, alt.layer(lines, names, points, _now(alt), here)), 320)


def _cv() -> Any:
    import altair as alt

    base = alt.Chart(alt.NamedData("errors")).encode(x=_alpha(alt))
    title = "mean squared error, held-out rows"
    y = alt.Y("mean:Q", title=title, scale=alt.Scale(zero=False))
    band = base.mark_area(color=_ACCENT, opacity=0.18).encode(
        y=alt.Y("low:Q", title=title, scale=alt.Scale(zero=False)), y2="high:Q"
    )
    tips = [alt.Tooltip(f"{name}:Q", format=".4g") for name in ("alpha", "mean", "se")]
    line = base.mark_line(color=_ACCENT, strokeWidth=2).encode(y=y, tooltip=tips)
    return _wide(_marked(alt, alt.layer(band, line, _now(alt))), 260)


def _prior() -> Any:
    import altair as alt

    window = alt.Scale(domain=[alt.ExprRef("low"), alt.ExprRef("high")], nice=False)
    x = alt.X(
        "u:Q",
        scale=window,
        title="coefficient, as the penalty sees it",
        axis=alt.Axis(grid=False, tickCount=6),
    )
    y = alt.Y(
        "p:Q",
        scale=alt.Scale(domain=[0, alt.ExprRef("peak")]),
        stack=False,
        title="prior density",
        axis=alt.Axis(tickCount=4),
    )
    density = alt.Chart(alt.NamedData("density")).encode(x=x, y=y)
    ticks = (
        alt.Chart(alt.NamedData("ticks"))
        .mark_tick(color=_INK, thickness=1.5, size=14, clip=False)
        .encode(x=x, y=y, tooltip=["feature:N", alt.Tooltip("u:Q", format=".4g")])
    )
    area = density.mark_area(color=_ACCENT, opacity=0.18, clip=True)
    chart = alt.layer(area, density.mark_line(color=_ACCENT, clip=True), ticks)
    params = [
        alt.param(name, value=value) for name, value in (("low", -1.0), ("high", 1.0), ("peak", 1.0))
    ]
    return _wide(chart.add_params(*params), 260)
