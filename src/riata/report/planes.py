"""The chart of two features: contours of the loss, the ball of the penalty, the solution."""

from __future__ import annotations

from typing import Any

__all__ = ["plane_chart"]

_ACCENT, _INK, _FAINT, _MUTED = "var(--accent)", "var(--ink)", "var(--faint)", "var(--muted)"


def plane_chart() -> Any:
    """Contours, ball, least loss and solution; the script gives it the rows and the window."""
    import altair as alt

    def axis(name: str, title: str) -> Any:
        window = alt.Scale(nice=False, zero=False, domain=[alt.ExprRef("low"), alt.ExprRef("high")])
        kind = alt.X if name == "x" else alt.Y
        return kind(f"{name}:Q", scale=window, title=title, axis=alt.Axis(grid=False, tickCount=5))

    x = axis("x", "first feature, as the penalty sees it")
    y = axis("y", "second feature")
    cross = [
        alt.Chart(alt.NamedData("origin")).mark_rule(color=_FAINT).encode(**{name: one})
        for name, one in (("x", x), ("y", y))
    ]
    curves = (
        alt.Chart(alt.NamedData("contours"))
        .mark_line(color=_MUTED, clip=True)
        .encode(
            x=x,
            y=y,
            detail="level:N",
            order="i:Q",
            strokeWidth=alt.condition("datum.own", alt.value(2.2), alt.value(0.8)),
        )
    )
    ball = (
        alt.Chart(alt.NamedData("ball"))
        .mark_line(
            color=_ACCENT, fill=_ACCENT, fillOpacity=0.15, strokeWidth=2, clip=True, interpolate="linear"
        )
        .encode(x=x, y=y, order="i:Q")
    )
    centre = (
        alt.Chart(alt.NamedData("centre"))
        .mark_point(shape="cross", size=70, color=_INK, filled=True, opacity=1, clip=True)
        .encode(x=x, y=y)
    )
    spot = (
        alt.Chart(alt.NamedData("spot"))
        .mark_circle(size=80, color=_INK, opacity=1)
        .encode(x=x, y=y, tooltip=[alt.Tooltip("x:Q", format=".4g"), alt.Tooltip("y:Q", format=".4g")])
    )
    chart = alt.layer(*cross, ball, curves, centre, spot)
    return chart.add_params(alt.param("low", value=-1.0), alt.param("high", value=1.0))
