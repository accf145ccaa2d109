"""What a record says of itself is short."""

from __future__ import annotations

import numpy as np

import riata
from support.data import regression


def test_records_fit_on_a_line():
    X, y = regression(40, 8)
    path = riata.path(X, y)
    lasso = riata.Lasso(alpha=riata.CV(5)).fit(X, y)
    for record in (path, lasso.cv_, riata.Moments.from_data(X, y)):
        text = repr(record)
        assert text.startswith(type(record).__name__ + "(")
        assert len(text) < 150
        assert "\n" not in text
    assert "100 alphas" in repr(path)
    assert "5 folds" in repr(lasso.cv_)
    assert f"{lasso.cv_.alpha_min:.4g}" in repr(lasso.cv_)


def test_of_a_model(tmp_path):
    model = riata.fit(riata.datasets.prostate_file(), "lpsa", drop=["train"])
    assert "lpsa" in repr(model)
    assert len(repr(model)) < 150
    assert str(model) == str(model.summary())
    assert f"{np.count_nonzero(model.coef)} of 8" in repr(model)
    assert model._repr_html_() == model.summary()._repr_html_()
