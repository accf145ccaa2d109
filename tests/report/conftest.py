"""Models of every kind that a report is made of."""

from __future__ import annotations

import pytest

from support.reports import MODELS


@pytest.fixture(scope="session", params=MODELS)
def any_model(request):
    return MODELS[request.param]()
