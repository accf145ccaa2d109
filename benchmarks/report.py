"""Make RESULTS.md, and a picture of time against gap, from the JSON that run.py wrote and limits.md.

python benchmarks/report.py
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

import data
import picture
from contenders import NAMES, contender
from tasks import TABLES, Table

HERE = Path(__file__).parent
BUSY = 1.0  # a load above which timings deserve a warning

Record = dict[str, Any]
Lines = list[str]


def main() -> None:
    records = read()
    if not records:
        print("no results yet: run benchmarks/run.py first")
        return
    lines = ["# Results", "", *machine(records), "", *who(records), "", PASSES]
    for name, table in TABLES.items():
        chosen = [record for record in records if record["table"] == name]
        if chosen:
            lines += ["", *section(name, table, chosen)]
    lines += ["", (HERE / "limits.md").read_text().rstrip()]
    fresh = HERE / "RESULTS.new"
    fresh.write_text("\n".join(lines) + "\n")
    fresh.replace(HERE / "RESULTS.md")
    print("wrote benchmarks/RESULTS.md")


def read() -> list[Record]:
    """All records, in the order of the tables' problems and of the contenders."""
    files = sorted((data.OUT / "results").glob("*/*.json"))
    records = [json.loads(file.read_text()) for file in files]
    return sorted(records, key=lambda r: (_place(r), NAMES.index(r["contender"])))


def _place(record: Record) -> tuple[int, str]:
    name = record["problem"]["name"]
    order = TABLES[record["table"]].problems
    return (order.index(name) if name in order else len(order)), name


def machine(records: list[Record]) -> Lines:
    seen = {json.dumps({k: v for k, v in r["machine"].items() if k != "load"}) for r in records}
    lines = []
    for text in sorted(seen):
        m = json.loads(text)
        lines.append(f"{m['processor']}, {m['cores']} cores, {m['memory_gb']} GB, {m['system']}.")
    if len(seen) > 1:
        lines.append("**Results of several machines: compare within one only.**")
    busiest = max(r["machine"]["load"] for r in records)
    if busiest > BUSY + max(r["machine"]["cores"] for r in records):
        lines.append(f"**The machine was busy (load up to {busiest:g}): do not trust these times.**")
    return lines


def who(records: list[Record]) -> Lines:
    lines = ["| contender | versions | threads | BLAS kernels (threads) | intercept |", *_rule(5)]
    for name in NAMES:
        told = next((r["about"] for r in records if r["contender"] == name and r["about"]), None)
        if told is None:
            continue
        versions = ", ".join(f"{key} {value}" for key, value in told["versions"].items())
        blas = {
            f"{b['internal_api']} {b['architecture'] or ''} ({b['num_threads']})".replace("  ", " ")
            for b in told["blas"]
        }
        own = "R's own BLAS" if "R" in told["versions"] else ", ".join(sorted(blas))
        lines.append(
            f"| {contender(name).NAME} | {versions} | {told['threads']} | {own} | {told['intercept']} |"
        )
    return lines


def section(name: str, table: Table, records: list[Record]) -> Lines:
    lines = [f"## {table.sentence}", ""]
    gaps = sorted({e["gap"] for r in records for e in r["results"]}, reverse=True)
    for gap in gaps:
        lines += [caption(table, gap, records), "", *medians(records, gap), ""]
    if len(table.gaps) > 1:
        lines += [f"![time against gap]({picture.draw(name, records, HERE)})", ""]
    lines += ["<details><summary>settings, spread, memory</summary>", ""]
    return [*lines, *details(records), "", "</details>"]


PASSES = (
    "*Passes* is riata's `info.passes`: passes over the rows, each of which certifies up to eight "
    "alphas. Where columns are few they make the Gram matrix, and no later pass touches X. The pass "
    "for means and scales is not counted from the rows."
)


def caption(table: Table, gap: float, records: list[Record]) -> str:
    repeats = sorted({r["repeats"] for r in records})
    times = " or ".join(str(count) for count in repeats)
    what = "of the errors' relative distance" if table.kind == "ridge" else "at a relative gap"
    return (
        f"Seconds {what} <= {gap:g} (median of {times}); in brackets, how many times riata's. "
        "`X'y` is one such product by NumPy or SciPy."
    )


def medians(records: list[Record], gap: float) -> Lines:
    """A row for each problem, a column for each contender."""
    present = [name for name in NAMES if any(r["contender"] == name for r in records)]
    titles = " | ".join(contender(name).NAME for name in present)
    lines = [f"| problem | n x p | X'y | {titles} | passes |", *_rule(len(present) + 4)]
    here = [r for r in records if result(r, gap)]
    for problem in dict.fromkeys(r["problem"]["name"] for r in here):
        rows = {r["contender"]: r for r in records if r["problem"]["name"] == problem}
        about = next(iter(rows.values()))["problem"]
        passes = [r["about"]["pass_seconds"] for r in rows.values() if r["about"]]
        own = seconds(rows.get("riata"), gap)
        cells = [cell(rows.get(name), gap, own) for name in present]
        counted = (result(rows.get("riata"), gap) or {}).get("passes")
        lines.append(
            f"| {problem} | {about['n']} x {about['p']} | {short(min(passes, default=None))} | "
            + " | ".join(cells)
            + f" | {counted or ''} |"
        )
    return lines


def cell(record: Record | None, gap: float, own: float | None) -> str:
    if record is None:
        return ""
    found = result(record, gap)
    if found is None:
        return "; ".join(record["failures"]) or "-"
    if not found["reached"]:
        return f"stays at {found['achieved']:.0e}"
    taken = seconds(record, gap)
    if record["contender"] == "riata" or not own or not taken:
        return short(taken)
    return f"{short(taken)} ({taken / own:.3g})"


def details(records: list[Record]) -> Lines:
    titles = "problem | contender | setting | tol | gap | seconds, least to most | first fit"
    lines = [f"| {titles} | cores | peak MB | remarks |", *_rule(10)]
    for r in records:
        for e in r["results"]:
            if not e["reached"]:
                continue
            spread = f"{short(min(e['seconds']))} to {short(max(e['seconds']))}"
            tol = f"{e['tol']:g}" if "tol" in e else ""
            peak = f"{e['peak_bytes'] / 1e6:.0f}" if e.get("peak_bytes") else ""
            lines.append(
                f"| {r['problem']['name']} | {contender(r['contender']).NAME} | {e['variant']} "
                f"| {tol} | {e['achieved']:.1e} | {spread} | {short(e['first_seconds'])} "
                f"| {e['cores']:.1f} | {peak} | {remarks(r, e, records)} |"
            )
    return lines


def remarks(record: Record, found: dict[str, Any], records: list[Record]) -> str:
    """What is worth knowing: fewer repeats, and errors that differ from riata's."""
    said = list(record["failures"])
    if len(found["seconds"]) < record["repeats"]:
        said.append(f"{len(found['seconds'])} repeats")
    own = next(
        (
            e["errors"]
            for r in records
            if (r["contender"], r["problem"]["name"]) == ("riata", record["problem"]["name"])
            for e in r["results"]
            if e.get("errors") and e["gap"] == found["gap"]
        ),
        None,
    )
    if found.get("errors") and own and record["contender"] != "riata":
        away = max(abs(a / b - 1) for a, b in zip(found["errors"], own, strict=True))
        said.append(f"errors within {away:.0e} of riata's")
    return "; ".join(said)


def result(record: Record | None, gap: float) -> dict[str, Any] | None:
    """A contender's result at a gap."""
    if record is None:
        return None
    return next((e for e in record["results"] if e["gap"] == gap), None)


def seconds(record: Record | None, gap: float) -> float | None:
    """A contender's median at a gap, if it got there."""
    found = result(record, gap)
    return median(found["seconds"]) if found and found["reached"] else None


def short(value: float | None) -> str:
    """Seconds, in the unit that suits them."""
    if value is None:
        return ""
    if value < 0.001:
        return f"{1e6 * value:.0f} µs"
    return f"{1e3 * value:.3g} ms" if value < 1 else f"{value:.3g} s"


def _rule(columns: int) -> Lines:
    return ["|" + "---|" * columns]


if __name__ == "__main__":
    main()
