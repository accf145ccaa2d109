"""The picture of two sides that are one: curves that coincide, above the prior and its penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riata.typing import FloatArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_coincidence"]


def draw_coincidence(
    figure: Figure,
    beta: FloatArray,
    curves: tuple[FloatArray, FloatArray],
    mode: float,
    objective: str,
    prior: tuple[str, float],
) -> None:
    """Draw the penalised objective and -2 sigma^2 log posterior over each other.

    Parameters
    ----------
    figure : Figure
        To draw on.
    beta : ndarray of shape (m,)
        Where the curves were computed.
    curves : two ndarrays of shape (m,)
        The penalised objective, and minus the log posterior on its scale.
    mode : float
        Where both are least.
    objective : str
        The first curve in words.
    prior : (penalty, rate)
        What is drawn below.
    """
    from riata.plot import PriorDisplay
    from riata.plot.style import COLORS, add_key, prepare_axes

    top, bottom = figure.subplots(2, 1)
    prepare_axes(top)
    wide = top.plot(beta, curves[0], color=COLORS[0], linewidth=5, alpha=0.35)[0]
    thin = top.plot(beta, curves[1], color=COLORS[1], linestyle=(0, (4, 3)))[0]
    top.axvline(mode, color=COLORS[2], linewidth=1)
    top.set(xlabel="β", ylabel="objective")
    add_key(top, [wide, thin], [objective, "−2σ² log posterior"])
    PriorDisplay.from_penalty(prior[0], rate=prior[1], ax=bottom)
