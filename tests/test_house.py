"""The house rules that a test can hold: floors, cycles, lengths, frozen records, told names."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "riata"

#: Rooms by floor; a room imports from lower floors only.
FLOORS = [
    {"errors", "typing", "lazily", "_core"},
    {"losses", "penalties", "designs"},
    {"problem"},
    {"solve"},
    {"select", "posterior", "inference", "views", "engines", "textbook", "datasets"},
    {"estimators", "frame"},
    {"plot"},
    {"report", "article"},
    {"cli"},
]
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
FILES = sorted(SOURCE.rglob("*.py"))
CORE = sorted([*(ROOT / "core").rglob("*.cpp"), *(ROOT / "core").rglob("*.hpp")])


def module_name(file: Path) -> str:
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


MODULES = {module_name(file): file for file in FILES} | {"riata._core": SOURCE / "_core.pyi"}


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def imports_of(file: Path) -> set[str]:
    """Modules of riata that a file imports, at any depth, outside of TYPE_CHECKING."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if is_type_checking(node):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            base = node.module or ""
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                found.add(inner if inner in MODULES else base)
        waiting.extend(ast.iter_child_nodes(node))
    return {name for name in found if name in MODULES}


GRAPH = {name: imports_of(file) for name, file in MODULES.items() if file.suffix == ".py"}


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(name) for name in MODULES} - {"", "__main__"}
    assert rooms <= set(FLOOR)


@pytest.mark.parametrize("module", sorted(set(GRAPH) - {"riata", "riata.__main__"}))
def test_imports_point_down(module: str) -> None:
    here = room_of(module)
    for other in GRAPH[module]:
        there = room_of(other)
        if there in ("", here):
            assert there == here or other == "riata", f"{module} imports {other}"
            continue
        assert FLOOR[there] < FLOOR[here], f"{module} (floor {FLOOR[here]}) imports {other}"


def test_no_module_imports_the_package_root() -> None:
    for module, others in GRAPH.items():
        assert "riata" not in others or module.startswith("riata.cli"), f"{module} imports riata itself"


def test_no_cycles() -> None:
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail[trail.index(module) :], module))
        if module in done:
            return
        for other in sorted(GRAPH.get(module, set()) - {module}):
            visit(other, (*trail, module))
        done.add(module)

    for module in GRAPH:
        visit(module, ())


@pytest.mark.parametrize("file", [*FILES, *CORE], ids=lambda f: str(f.relative_to(ROOT)))
def test_a_file_is_one_thought(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


def functions_of(file: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def code_lines(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    told = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (node.end_lineno or 0) - node.lineno + 1 - told


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_a_function_fits_on_a_page(file: Path) -> None:
    for node in functions_of(file):
        wiring = node.name == "__init__" or node.name.endswith("_command")  # lists of parameters
        assert code_lines(node) < 60 or wiring, f"{file.name}: {node.name} has {code_lines(node)} lines"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_records_are_frozen(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        for mark in node.decorator_list:
            if "dataclass" in ast.dump(mark):
                assert "frozen" in ast.dump(mark), f"{file.name}: {node.name} can change"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_losses_and_penalties_are_asked_not_recognised(file: Path) -> None:
    kinds = {"Loss", "Penalty", "L1", "L2", "Squared", "ElasticNetPenalty"}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
            names = {n.id for n in ast.walk(node.args[1]) if isinstance(n, ast.Name)}
            assert not names & kinds, f"{file.name}:{node.lineno}"


@pytest.mark.parametrize("module", sorted(set(GRAPH) - {"riata.__main__"}))
def test_public_names_are_listed_and_told(module: str) -> None:
    loaded = importlib.import_module(module)
    assert loaded.__doc__, f"{module} has no docstring"
    for name in loaded.__all__:
        thing = getattr(loaded, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), f"{module}.{name} has no docstring"


def test_top_level_functions_tell_parameters_and_results() -> None:
    riata = importlib.import_module("riata")
    for name in riata.__all__:
        thing = getattr(riata, name)
        if inspect.isfunction(thing):
            told = inspect.getdoc(thing) or ""
            assert "Parameters\n" in told, name
            assert "Returns\n" in told, name
