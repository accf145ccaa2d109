"""Triangles: the residual of every coefficient vector is kept."""

from __future__ import annotations

import numpy as np
import pytest

from riata.designs.triangles import triangle_of_blocks, triangle_of_gram


def cost(triangle, b):
    return np.sum((triangle.target - triangle.factor @ b) ** 2) + triangle.rest


@pytest.mark.parametrize("shape", [(30, 4), (4, 4), (3, 6), (1, 2)])
@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_blocks_keep_every_residual(shape, blocks):
    rng = np.random.default_rng(0)
    Z, y = rng.standard_normal(shape), rng.standard_normal(shape[0])
    parts = zip(np.array_split(Z.copy(), blocks), np.array_split(y, blocks), strict=True)
    triangle = triangle_of_blocks(parts)
    assert triangle.factor.shape[0] <= shape[1]
    for b in rng.standard_normal((5, shape[1])):
        assert cost(triangle, b) == pytest.approx(np.sum((y - Z @ b) ** 2), rel=1e-12)


def test_of_second_moments():
    rng = np.random.default_rng(0)
    Z, y = rng.standard_normal((30, 4)), rng.standard_normal(30)
    Z = np.column_stack([Z, Z[:, 0] + Z[:, 1]])
    triangle = triangle_of_gram(Z.T @ Z, Z.T @ y, y @ y)
    assert triangle.factor.shape == (4, 5)
    for b in rng.standard_normal((5, 5)):
        assert cost(triangle, b) == pytest.approx(np.sum((y - Z @ b) ** 2), rel=1e-10)
