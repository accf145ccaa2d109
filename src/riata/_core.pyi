"""The compiled core: numbers in, numbers out. Meaning, units and checks live in the Python rooms."""

from collections.abc import Callable
from typing import Any, final, overload

import numpy as np
from numpy.typing import NDArray

_F = NDArray[np.float64]
_I = NDArray[np.int64]

@final
class Design:
    @property
    def shape(self) -> tuple[int, int]: ...

def dense(x: NDArray[np.float64] | NDArray[np.float32]) -> Design: ...
def csc(data: NDArray[Any], indices: NDArray[Any], indptr: NDArray[Any], rows: int) -> Design: ...
def moments(design: Design, weight: _F | None, response: _F, threads: int) -> tuple[_F, _F, _F]: ...
def xtr(design: Design, r: _F, shift: _F, threads: int) -> _F: ...
def gram(design: Design, root_weight: _F | None, shift: _F, inverse_scale: _F, threads: int) -> _F: ...
def kernels() -> str: ...
def elastic_net_value(w: _F, l1: float, l2: float) -> _F: ...
def elastic_net_prox(z: _F, step: float, l1: float, l2: float, lower: float, upper: float) -> _F: ...
def elastic_net_score(gradient: _F, l1: float, l2: float, lower: float, upper: float) -> _F: ...

@final
class PathSolver:
    @overload
    def __init__(
        self,
        *,
        design: Design,
        root_weight: _F | None,
        shift: _F,
        inverse_scale: _F,
        y: _F,
        products: _F,
        norm: _F,
        l1: _F,
        l2: _F,
        lower: _F,
        upper: _F,
        threads: int,
    ) -> None: ...
    @overload
    def __init__(
        self, *, gram: _F, products: _F, square: float, l1: _F, l2: _F, lower: _F, upper: _F
    ) -> None: ...
    def null_products(self) -> _F: ...
    def start(self, columns: _I, values: _F) -> None: ...
    def run(
        self,
        lambdas: _F,
        *,
        tol: float,
        batch: int,
        max_passes: int,
        progress: Callable[[int], None] | None,
    ) -> tuple[_I, _I, _F, _F, _F]: ...
    def counts(self) -> dict[str, int]: ...

def run_together(
    solvers: list[PathSolver],
    lambdas: list[_F],
    *,
    tol: float,
    batch: int,
    max_passes: int,
    threads: int,
    progress: Callable[[int], None] | None,
) -> list[tuple[_I, _I, _F, _F, _F]]: ...

@final
class LinearModel:
    def __init__(
        self,
        *,
        rows: _F,
        gram: _F,
        target: _F,
        rest: float,
        df: float,
        chains: int,
        draws: int,
        warmup: int,
        thin: int,
        threads: int,
        seed: NDArray[np.uint64],
    ) -> None: ...
    def laplace(
        self,
        *,
        l1: _F,
        l2: _F,
        tie: str,
        lam: float,
        hyper_shape: float,
        hyper_rate: float,
        known_variance: float,
        start: _F | None,
        progress: Callable[[int], None] | None,
    ) -> tuple[_F, _F, _F]: ...
    def horseshoe(
        self,
        *,
        rate: _F,
        scale: float,
        known_global: float,
        known_variance: float,
        progress: Callable[[int], None] | None,
    ) -> tuple[_F, _F, _F]: ...

def random_draws(
    name: str, a: float, b: float, c: float, count: int, seed: NDArray[np.uint64], stream: int
) -> _F: ...
def log_scaled_e1(log_h: float) -> float: ...
def log_erfcx(x: float) -> float: ...
