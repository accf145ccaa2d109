"""The squared loss, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from riata.errors import ParameterError
from riata.losses import Squared, make_loss

Y, ETA = np.array([1.0, -2.0, 0.5]), np.array([0.0, 1.0, 0.5])


def test_formulas():
    loss = Squared()
    np.testing.assert_array_equal(loss.value(Y, ETA), [0.5, 4.5, 0.0])
    np.testing.assert_array_equal(loss.residual(Y, ETA), [1.0, -3.0, 0.0])
    np.testing.assert_array_equal(loss.curvature(Y, ETA), [1.0, 1.0, 1.0])
    np.testing.assert_array_equal(loss.conjugate(Y, ETA), [0.0, -1.5, 0.375])
    np.testing.assert_array_equal(loss.deviance(Y, ETA), [1.0, 9.0, 0.0])
    np.testing.assert_array_equal(loss.mean(ETA), ETA)


def test_log_likelihood_with_its_normaliser():
    expected = -np.log(2 * np.pi * 4.0) / 2 - np.array([1.0, 9.0, 0.0]) / 8.0
    np.testing.assert_allclose(Squared().log_likelihood(Y, ETA, 4.0), expected, rtol=1e-15)


def test_curvature_broadcasts():
    assert Squared().curvature(Y[:, None], np.zeros((3, 2))).shape == (3, 2)


def test_unknown_losses_are_refused():
    with pytest.raises(ParameterError, match=r"there is no loss 'cubed'; choose one of \['squared'\]"):
        make_loss("cubed")
