"""FISTA: the rate of the theorem, ripples without restarts, and what restarts save."""

from __future__ import annotations

import numpy as np

from riata.textbook import accelerated_proximal_gradient, coordinate_descent, proximal_gradient


def test_first_step_is_a_proximal_gradient_step(case):
    first, plain = (
        solve(*case.data, l1_ratio=case.l1_ratio, tol=0.0, max_iter=1).coef
        for solve in (accelerated_proximal_gradient, proximal_gradient)
    )
    np.testing.assert_array_equal(first, plain)


def test_third_step_by_hand(case):
    """The first extrapolation that is not zero goes into it: m = 1, 1.618.., 2.193.."""
    L = np.linalg.eigvalsh(case.X.T @ case.X)[-1] + case.l2
    options = {"l1_ratio": case.l1_ratio, "tol": 0.0, "restart": False}
    _, b1, b2, b3 = accelerated_proximal_gradient(*case.data, max_iter=3, **options).iterates
    m2 = (1 + np.sqrt(5)) / 2
    m3 = (1 + np.sqrt(1 + 4 * m2**2)) / 2
    z = b2 + (m2 - 1) / m3 * (b2 - b1)
    a = z - (case.X.T @ (case.X @ z - case.y) + case.l2 * z) / L
    expected = np.sign(a) * np.maximum(np.abs(a) - case.l1 / L, 0.0)
    np.testing.assert_allclose(b3, expected, rtol=0, atol=1e-13)


def test_rate_without_restarts(case):
    answer = coordinate_descent(*case.data, l1_ratio=case.l1_ratio, tol=0.0).coef
    trace = accelerated_proximal_gradient(
        *case.data, l1_ratio=case.l1_ratio, max_iter=200, restart=False
    )
    L = np.linalg.eigvalsh(case.X.T @ case.X)[-1] + case.l2
    k = np.arange(1, len(trace.objective))
    bound = 2 * L * (answer @ answer) / (k + 1) ** 2
    assert np.all(trace.objective[1:] - case.value(answer) <= bound)


def test_ripples_without_restarts(steep):
    rippled = accelerated_proximal_gradient(*steep.data, tol=1e-12, restart=False)
    assert np.diff(rippled.objective).max() > 1e-6 * rippled.objective[0]


def test_restarts_and_momentum_save_steps(steep):
    plain, rippled, restarted = (
        solve(*steep.data, tol=1e-10, **options)
        for solve, options in (
            (proximal_gradient, {}),
            (accelerated_proximal_gradient, {"restart": False}),
            (accelerated_proximal_gradient, {}),
        )
    )
    assert plain.converged and rippled.converged and restarted.converged
    assert restarted.n_iter < rippled.n_iter / 2
    assert restarted.n_iter < plain.n_iter / 4
