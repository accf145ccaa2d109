"""The table of rules holds what each rule chooses by itself."""

from __future__ import annotations

import copy
import pickle
from html.parser import HTMLParser

import numpy as np
import pytest

import riata
from riata.errors import DataError, ParameterError
from riata.penalties import L1
from riata.problem import make_problem
from riata.select import CV, Criterion, Evidence, compare
from riata.solve import Grid, Settings
from support.data import SHAPES, regression
from support.options import make_options

ALL = ("cv", "1se", "aic", "bic", "ebic", "cp", "gcv", "loo", "evidence")
RULES = {
    "cv": CV(5),
    "1se": CV(5, rule="1se"),
    "evidence": Evidence(200),
    **{name: Criterion(name) for name in ("aic", "bic", "ebic", "cp", "gcv", "loo")},
}


@pytest.fixture(params=SHAPES.values(), ids=SHAPES.keys())
def data(request):
    return regression(*request.param, seed=4)


def table_of(X, y, **options):
    return compare(X, y, **{"alphas": 30, "folds": 5, "draws": 200, **options})


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic-net"])
@pytest.mark.parametrize("case", ["plain", "weights", "standardize", "offset"])
def test_every_row_is_the_rule_by_itself(data, case, penalty):
    X, y = data
    options = make_options(case, *X.shape) | {"penalty": penalty}
    if "sample_weight" in options:  # as many rows as there are
        options["sample_weight"] *= len(y) / options["sample_weight"].sum()
    table = table_of(X, y, **options)
    problem = make_problem(X, y, **options)
    assert table.rules == ALL
    for k, name in enumerate(ALL):
        alone = RULES[name].choose(problem, Grid(30), Settings())
        assert table.alphas[k] == alone.alpha
        solution = alone.path.solution(alone.index)
        np.testing.assert_allclose(table.coefs[:, k], solution.coef, atol=1e-12)
        assert table.intercepts[k] == pytest.approx(solution.intercept)
        assert table.df[k] == pytest.approx(solution.df)
        assert table.dev_ratio[k] == pytest.approx(solution.dev_ratio)
        assert table.kept[k] == np.count_nonzero(solution.coef)
        assert type(table.details[name]) is type(alone.detail)
    assert len(table.path) == 30


def test_agreement_by_hand(data):
    X, y = data
    weight = np.random.default_rng(0).uniform(0.2, 2.0, len(y))
    table = table_of(X, y, sample_weight=weight)
    kept = [set(np.flatnonzero(w)) for w in table.coefs.T]
    expected = [len(s & kept[0]) / max(len(s | kept[0]), 1) if s | kept[0] else 1.0 for s in kept]
    np.testing.assert_allclose(table.overlap, expected)
    fitted = X @ table.coefs + table.intercepts
    away = np.average((fitted - fitted[:, :1]) ** 2, axis=0, weights=weight)
    spread = np.average((y - np.average(y, weights=weight)) ** 2, weights=weight)
    np.testing.assert_allclose(table.difference, np.sqrt(away / spread), rtol=1e-8, atol=1e-12)
    assert (table.overlap[0], table.difference[0]) == (1.0, 0.0)


def test_some_rules_in_their_order(data):
    table = table_of(*data, rules=["bic", "cv"])
    assert table.rules == ("bic", "cv")
    assert (table.overlap[0], table.difference[0], len(table)) == (1.0, 0.0, 2)
    assert "those of BIC" in repr(table)
    assert table_of(*data, rules="aic").rules == ("aic",)


def test_bounds_leave_the_evidence_out(data):
    table = table_of(*data, bounds=(0.0, None))
    assert table.rules == ALL[:-1]
    assert np.all(table.coefs >= 0)
    with pytest.raises(ParameterError, match="evidence knows no bounds"):
        table_of(*data, bounds=(0.0, None), rules=["cv", "evidence"])


class Own(L1):
    """A penalty of the user's, of which nothing but value and prox is known."""

    name = "own"

    @property
    def elastic(self):
        return None


def test_a_penalty_of_the_users_own():
    X, y = regression()
    options = {"alphas": 8, "eps": 0.05}
    own, known = table_of(X, y, penalty=Own(), **options), table_of(X, y, **options)
    assert own.rules == ALL[:-1]
    np.testing.assert_allclose(own.alphas, known.alphas[:-1])
    np.testing.assert_allclose(own.coefs, known.coefs[:, :-1], atol=1e-4)
    assert own.details["loo"].how.startswith("approximate")
    with pytest.raises(ParameterError, match="evidence is for lasso, ridge and elastic net, not 'own'"):
        table_of(X, y, penalty=Own(), rules=["evidence"], **options)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"rules": ["best"]}, ParameterError, "there is no rule 'best'"),
        ({"rules": []}, ParameterError, "rules is empty"),
        ({"rules": 3}, ParameterError, "rules must be some of .*, not 3"),
        ({"rules": [["cv"]]}, ParameterError, "there is no rule"),
        ({"seed": "a"}, ParameterError, "seed must be a whole number >= 0 or None, not 'a'"),
        ({"seed": -1}, ParameterError, "seed must be a whole number >= 0 or None, not -1"),
        ({"tol": "a"}, ParameterError, "tol must be a number >= 0, not 'a'"),
        ({"penalty": 3}, ParameterError, "penalty must be a name or a penalty, not 3"),
        ({"sample_weight": np.full(40, 1e300)}, DataError, "count as repeated rows"),
        ({"rules": ["cv", "cv"]}, ParameterError, "rules names one twice"),
        ({"penalty": "l0"}, ParameterError, "there is no penalty"),
        ({"gamma": 2.0}, ParameterError, "gamma must be a number"),
        ({"sigma2": -2.0}, ParameterError, "sigma2 must be"),
    ],
)
def test_bad_options(options, error, message):
    with pytest.raises(error, match=message):
        table_of(*regression(), **options)


def test_one_row_is_refused_in_words():
    with pytest.raises(DataError, match="two rows or more, and X has one"):
        table_of(np.ones((1, 2)), np.ones(1))


def test_moments_are_refused_in_words():
    moments = riata.Moments.from_data(*regression())
    with pytest.raises(DataError, match="needs the rows"):
        compare(moments, None)


@pytest.mark.parametrize("sigma2", [0.3, "profile"])
def test_the_noise_is_passed_on(sigma2):
    table = table_of(*regression(), sigma2=sigma2)
    told = table.details["bic"]
    assert told.sigma2 == (pytest.approx(0.3) if sigma2 == 0.3 else None)
    assert table.details["cp"].sigma2 is not None


@pytest.mark.parametrize("n", [3, 8])
def test_few_rows(n):
    X, y = regression(n, 2)
    table = compare(X, y, draws=100, rules=ALL[:-1])
    assert np.isfinite(table.alphas).all()


def test_a_constant_response():
    X, _ = regression(12, 3)
    table = table_of(X, np.full(12, 2.0))
    np.testing.assert_array_equal(table.kept, 0)
    np.testing.assert_array_equal(table.overlap, 1.0)
    np.testing.assert_array_equal(table.difference, 0.0)


# --- shown ---------------------------------------------------------------------------------------


class Cells(HTMLParser):
    def __init__(self):
        super().__init__()
        self.cells, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] in ("td", "th"):
            self.cells.append(data)


def test_text_and_html_show_the_same():
    table = table_of(*regression())
    lines = repr(table).splitlines()
    assert len(lines) == 12
    assert lines[0].split() == ["rule", "alpha", "df", "kept", "R2", "overlap", "difference"]
    page = Cells()
    page.feed(table._repr_html_())
    assert not page.open
    for k, rule in enumerate(["CV, least error", "CV, one standard error", "AIC", "BIC"]):
        assert lines[k + 1].startswith(rule)
        assert rule in page.cells
    for cell in (f"{table.alphas[3]:.4g}", f"{table.dev_ratio[3]:.4f}"):
        assert cell in lines[4]
        assert cell in page.cells
    assert "Monte Carlo" in lines[9]


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_as_a_frame(backend):
    table = table_of(*regression())
    frame = table.to_frame(backend)
    assert list(frame.columns) == [
        "rule",
        "alpha",
        "df",
        "kept",
        "dev_ratio",
        "overlap",
        "difference",
        "note",
    ]
    assert list(frame["rule"]) == list(ALL)
    np.testing.assert_array_equal(frame["alpha"].to_numpy(), table.alphas)
    with pytest.raises(AttributeError):
        table.alphas = None


def test_on_real_data_the_rules_are_near():
    data = riata.datasets.prostate("pandas").drop(columns="train")
    table = compare(data.drop(columns="lpsa"), data["lpsa"], standardize=True)
    assert table.dev_ratio.min() > 0.45
    assert table.difference.max() < 0.5
    assert table.kept[table.rules.index("ebic")] <= table.kept[table.rules.index("aic")]


def test_a_comparison_travels():
    """Between processes, and as a copy."""
    found = compare(*regression(60, 5), rules=("cv", "bic"))
    again = pickle.loads(pickle.dumps(found))
    assert str(again) == str(found)
    assert str(copy.deepcopy(found)) == str(found)
