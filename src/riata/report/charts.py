"""The charts, as Vega-Lite without their rows; colours are the page's own, light or dark."""

from __future__ import annotations

from typing import Any

__all__ = ["charts_of"]

_ACCENT, _INK, _FAINT = "var(--accent)", "var(--ink)", "var(--faint)"


def charts_of(data: dict[str, Any]) -> dict[str, Any]:
    """Name -> chart of what :func:`riata.report.gather` gathered."""
    found = {"path": _path()}
    if data["cv"] is not None:
        found["cv"] = _cv()
    if data["sides"] is not None:
        found["prior"] = _prior()
    if data["rows"] is not None:
        found["rows"] = _rows()
    return {name: _finish(chart) for name, chart in found.items()}


def _finish(chart: Any) -> dict[str, Any]:
    chart = chart.properties(
        width="container", height=300, autosize={"type": "fit-x", "contains": "padding"}
    )
    chart = chart.configure(
        background="transparent",
        font="system-ui, sans-serif",
        axis={
            "labelColor": "var(--muted)",
            "titleColor": "var(--muted)",
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


def _alpha(alt: Any) -> Any:
    scale = alt.Scale(type="log", reverse=True, nice=False)
    title = "alpha (log scale, penalty weaker to the right)"
    return alt.X(
        "alpha:Q", scale=scale, title=title, axis=alt.Axis(grid=False, tickCount=6, format="~g")
    )


def _rule(alt: Any) -> Any:
    return alt.Chart(alt.NamedData("now")).mark_rule(color=_INK, strokeWidth=1.2).encode(x=_alpha(alt))


def _path() -> Any:
    import altair as alt

    near = alt.selection_point(
        name="near", fields=["feature"], on="pointerover", clear="pointerout", nearest=True, empty=False
    )
    y = alt.Y("scaled:Q", title="coefficient × sd of its column")
    base = alt.Chart(alt.NamedData("lines")).encode(x=_alpha(alt), y=y, detail="feature:N")
    lines = base.mark_line(interpolate="linear").encode(
        color=alt.condition("datum.kept", alt.value(_ACCENT), alt.value("var(--muted)")),
        opacity=alt.condition(near, alt.value(1.0), alt.value(0.45)),
        strokeWidth=alt.condition(near, alt.value(3), alt.value(1.4)),
    )
    points = (
        base.mark_point(opacity=0, size=60)
        .encode(
            tooltip=[
                alt.Tooltip("feature:N"),
                alt.Tooltip("scaled:Q", format=".4g"),
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
    return alt.layer(lines, points, _rule(alt), here)


def _cv() -> Any:
    import altair as alt

    base = alt.Chart(alt.NamedData("errors")).encode(x=_alpha(alt))
    y = alt.Y("mean:Q", title="mean squared error, held-out rows", scale=alt.Scale(zero=False))
    band = base.mark_area(color=_ACCENT, opacity=0.18).encode(
        y=alt.Y("low:Q", title="mean squared error, held-out rows", scale=alt.Scale(zero=False)),
        y2="high:Q",
    )
    tips = [alt.Tooltip(f"{name}:Q", format=".4g") for name in ("alpha", "mean", "se")]
    line = base.mark_line(color=_ACCENT, strokeWidth=2).encode(y=y, tooltip=tips)
    return alt.layer(band, line, _rule(alt))


def _prior() -> Any:
    import altair as alt

    density = alt.Chart(alt.NamedData("density")).encode(
        x=alt.X("u:Q", title="coefficient, as the penalty sees it"),
        y=alt.Y("p:Q", title="prior density", axis=alt.Axis(tickCount=4)),
    )
    ticks = (
        alt.Chart(alt.NamedData("ticks"))
        .mark_tick(color=_INK, thickness=1.5, size=14)
        .encode(x="u:Q", y=alt.Y("p:Q"), tooltip=["feature:N", alt.Tooltip("u:Q", format=".4g")])
    )
    return alt.layer(
        density.mark_area(color=_ACCENT, opacity=0.18), density.mark_line(color=_ACCENT), ticks
    )


def _rows() -> Any:
    import altair as alt

    scale = alt.Scale(zero=False, nice=True)
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_circle(color=_ACCENT, opacity=0.65, size=34)
        .encode(
            x=alt.X("fitted:Q", scale=scale, title="fitted"),
            y=alt.Y("observed:Q", scale=scale, title="observed"),
            tooltip=[
                "row:Q",
                alt.Tooltip("fitted:Q", format=".4g"),
                alt.Tooltip("observed:Q", format=".4g"),
            ],
        )
    )
    same = (
        alt.Chart(alt.NamedData("same"))
        .mark_line(color="var(--muted)", strokeDash=[4, 3])
        .encode(x="fitted:Q", y="observed:Q")
    )
    return alt.layer(same, points)
