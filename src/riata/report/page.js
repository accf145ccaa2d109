// Steps through what Python worked out; every name goes into the page as text.
"use strict";
(() => {
const D = JSON.parse(document.getElementById("data").textContent);
const SPECS = JSON.parse(document.getElementById("specs").textContent);
const L = D.alphas.length, VIEWS = {};
const DENSE = D.coefs.map(c => { const v = new Array(L).fill(0); c.k.forEach((k, i) => { v[k] = c.v[i]; }); return v; });
const fmt = x => x === null ? "unknown" : x === 0 ? "0" : Number(x.toPrecision(4)).toString();
const now = k => [{ alpha: D.places[k] }];
const here = k => DENSE.map((v, j) => ({ alpha: D.places[k], feature: D.names[j], scaled: v[k] * D.deviation[j] })).filter(r => r.scaled !== 0);
const U = Math.max(1e-12, ...DENSE.map((v, j) => Math.abs(v[D.chosen] * (D.standardize ? D.deviation[j] : 1)))) * 1.6;
function density(k) {
  const [l1, l2] = D.elastic, b = D.sides.b[k], s = D.sides.s[k], out = [];
  if ((l1 && b === null) || (l2 && s === null)) return out;
  const f = u => Math.exp((b === null ? 0 : -Math.abs(u) / b) - (s === null ? 0 : u * u / (2 * s * s)));
  const n = 241; let area = 0, wide = Math.max(U, (b || 0) * 40, (s || 0) * 10);
  for (let i = 0; i < 20000; i++) area += f(-wide + (i + 0.5) * wide / 10000) * wide / 10000;
  for (let i = 0; i < n; i++) { const u = -U + 2 * U * i / (n - 1); out.push({ u, p: f(u) / area }); }
  return out;
}
const ticks = k => DENSE.map((v, j) => ({ u: v[k] * (D.standardize ? D.deviation[j] : 1), p: 0, feature: D.names[j] })).filter(r => r.u !== 0);
const points = k => D.rows.row.map((row, i) => ({ row, observed: D.rows.observed[i], fitted: D.rows.fitted[k][i] }));
function same() { const o = D.rows.observed, a = Math.min(...o), z = Math.max(...o); return [{ fitted: a, observed: a }, { fitted: z, observed: z }]; }
const ROWS = {
  lines: () => DENSE.flatMap((v, j) => v.map((c, k) => ({ alpha: D.places[k], feature: D.names[j], scaled: c * D.deviation[j], kept: v[D.chosen] !== 0 }))),
  errors: () => D.cv.k.map((k, i) => ({ alpha: D.places[k], mean: D.cv.mean[i], se: D.cv.se[i], low: D.cv.mean[i] - D.cv.se[i], high: D.cv.mean[i] + D.cv.se[i] })),
  same, now, here, density, ticks, points,
};
const MOVING = { path: ["now", "here"], cv: ["now"], prior: ["density", "ticks"], rows: ["points"] };
const STILL = { path: ["lines"], cv: ["errors"], prior: [], rows: ["same"] };
function say(id, value) { const e = document.getElementById(id); if (e) { e.textContent = fmt(value); e.dataset.value = value === null ? "" : value; } }
function table(k) {
  const body = document.querySelector("#kept tbody"); body.replaceChildren();
  const rows = DENSE.map((v, j) => [D.names[j], v[k], v[k] * D.deviation[j]]).filter(r => r[1] !== 0).sort((a, b) => Math.abs(b[2]) - Math.abs(a[2]));
  for (const [name, c, s] of rows) {
    const tr = document.createElement("tr"), th = document.createElement("th");
    th.scope = "row"; th.textContent = name; tr.append(th);
    for (const x of [c, s]) { const td = document.createElement("td"); td.textContent = fmt(x); td.dataset.value = x; tr.append(td); }
    body.append(tr);
  }
}
function move(k) {
  const handle = document.getElementById("handle"); handle.value = k;
  handle.setAttribute("aria-valuetext", `alpha ${fmt(D.alphas[k])}, ${D.kept[k]} of ${D.features} features kept`);
  say("alpha", D.alphas[k]); say("kept-count", D.kept[k]); say("r2", D.r2[k]); say("multiplier", D.alphas[k]);
  if (D.cv) { const i = D.cv.k.indexOf(k); say("cv-error", i < 0 ? null : D.cv.mean[i]); }
  if (D.sides) for (const x of ["t", "sigma2", "b", "s"]) say(x, D.sides[x][k]);
  document.querySelectorAll("button[data-k]").forEach(b => b.setAttribute("aria-pressed", String(Number(b.dataset.k) === k)));
  table(k);
  for (const [name, view] of Object.entries(VIEWS)) { for (const d of MOVING[name]) view.data(d, ROWS[d](k)); view.runAsync(); }
}
async function start() {
  for (const [name, spec] of Object.entries(SPECS)) {
    spec.datasets = {}; spec.description = document.getElementById("chart-" + name).getAttribute("aria-label");
    for (const d of STILL[name]) spec.datasets[d] = ROWS[d]();
    for (const d of MOVING[name]) spec.datasets[d] = ROWS[d](D.chosen);
    const made = await window.vegaEmbed(document.getElementById("chart-" + name), spec,
      { mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true } });
    VIEWS[name] = made.view;
  }
  document.getElementById("handle").addEventListener("input", e => move(Number(e.target.value)));
  document.querySelectorAll("button[data-k]").forEach(b => b.addEventListener("click", () => move(Number(b.dataset.k))));
  move(D.chosen); document.body.dataset.ready = "yes";
}
start();
})();
