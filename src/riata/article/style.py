"""How the page looks: one column, light and dark, readable on a phone."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root { --text: #1c1e21; --soft: #5c6168; --line: #d9dce0; --ground: #ffffff; --block: #f5f6f8;
  --good: #00704f; --bad: #b3261e; --link: #0062a3; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8ea; --soft: #a2a8b0; --line: #3a3f45; --ground: #15171a; --block: #1f2226;
    --good: #3fc79a; --bad: #ff8a80; --link: #6cb8f0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 1.05rem/1.6 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; }
h2 { font-size: 1.3rem; line-height: 1.3; margin-top: 3.5rem; padding-top: 1rem;
  border-top: 1px solid var(--line); }
a { color: var(--link); }
nav ol { padding-left: 1.6rem; }
code { font-size: 0.9em; background: var(--block); padding: 0.1em 0.3em; border-radius: 0.2em; }
.formulas { background: var(--block); border-radius: 0.4rem; padding: 0.7rem 1rem; margin: 1rem 0;
  overflow-x: auto; }
.formulas .line { margin: 0.35rem 0; white-space: nowrap; }
svg.formula { display: block; max-width: none; }
.wide { overflow-x: auto; margin: 1.2rem 0; }
table { border-collapse: collapse; font-size: 0.88rem; line-height: 1.4; }
caption { text-align: left; white-space: nowrap; color: var(--soft); padding-bottom: 0.3rem; }
th, td { padding: 0.22rem 0.9rem 0.22rem 0; text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
th:first-child { text-align: left; font-weight: 400; }
thead th { color: var(--soft); }
.checks th:first-child { white-space: normal; min-width: 12rem; }
.checks .holds td:last-child { color: var(--good); }
.checks .fails td, .checks .fails th { color: var(--bad); font-weight: 600; }
.checks .seen { color: var(--soft); }
figure { margin: 1.5rem 0; }
img { max-width: 100%; height: auto; display: block; }
@media (prefers-color-scheme: dark) { img { filter: invert(1) hue-rotate(180deg); } }
"""
