const fmt = x => x === null ? "unknown" : x === 0 ? "0" : Number(x.toPrecision(4)).toString();
const $ = id => document.getElementById(id);
const VIEWS = {}, REACH = {};
let NOW = D.chosen, PAIR = [0, 1];
const nearest = (steps, k) => { let i = 0; steps.forEach((s, j) => { if (Math.abs(Math.log(D.places[s] / D.places[k])) < Math.abs(Math.log(D.places[steps[i]] / D.places[k]))) i = j; }); return i; };
const scaled = (j, k) => DENSE[j][k] * D.deviation[j];
const largest = k => D.names.map((name, j) => [name, DENSE[j][k], scaled(j, k), j]).filter(r => r[1] !== 0).sort((a, b) => Math.abs(b[2]) - Math.abs(a[2]));
const short = (text, n) => [...text].length > n ? [...text].slice(0, n - 1).join("") + "…" : text;
const U = Math.max(1e-12, ...D.names.map((_, j) => Math.abs(seen(j, D.chosen)))) * 1.6;
function density(k) {
  const [l1, l2] = D.elastic, rate = D.sides.rate[k], z = D.sides.log_normaliser[k], out = [];
  if (rate === null || z === null) return out;
  for (let i = -120; i <= 120; i++) { const u = U * (i / 120) ** 3; out.push({ u, p: Math.exp(-rate * (l1 * Math.abs(u) + l2 * u * u / 2) - z) }); }
  return out;
}
const pairs = (rows, k) => rows.row.map((row, i) => ({ row, observed: rows.observed[i], fitted: rows.fitted[k][i], residual: rows.observed[i] - rows.fitted[k][i] }));
const ends = (all, x, y) => { const a = Math.min(...all), z = Math.max(...all); return [{ [x]: a, [y]: a }, { [x]: z, [y]: z }]; };
function bins(k) {
  const C = D.calibration, i = nearest(C.k, k);
  return C.predicted[i].map((predicted, b) => ({ predicted, observed: C.observed[i][b], error: C.error[i][b], low: C.observed[i][b] - C.error[i][b], high: C.observed[i][b] + C.error[i][b] })).filter(r => r.predicted !== null);
}
// Labels of the rules above the plot, those at one strength together, on as many lines as they need.
function marks(name) {
  const low = Math.log(Math.min(...D.places)), width = Math.max(120, $("chart-" + name).clientWidth - 70), by = new Map(), lines = [];
  for (const m of D.marks) by.set(m.k, [...(by.get(m.k) || []), m.rule]);
  const range = Math.log(Math.max(...D.places)) - low || 1;
  const out = [...by].map(([k, rules]) => ({ alpha: D.places[k], rule: rules.join(", "), x: 1 - (Math.log(D.places[k]) - low) / range }));
  for (const m of out) {
    const long = m.rule.length * 6.2 + 8, x = m.x * width; m.side = x > width / 2 ? "right" : "left";
    const [from, to] = m.side === "right" ? [x - long, x] : [x, x + long];
    let line = 0; while ((lines[line] || []).some(([f, t]) => from < t && f < to)) line++;
    (lines[line] = lines[line] || []).push([from, to]); m.place = 1.04 + line * (name === "cv" ? 0.07 : 0.055);
  }
  return out;
}
// Names of the largest coefficients at the weak end, where there is room.
function labels() {
  const k = L - 1, all = D.names.flatMap((_, j) => DENSE[j].map((_, i) => scaled(j, i))), gap = (Math.max(...all) - Math.min(...all)) / 18, out = [];
  if (!largest(k).length) return [{ alpha: D.places[k], scaled: 0, label: "" }];
  for (const [name, , value] of largest(k)) if (out.length < 9 && out.every(o => Math.abs(o.scaled - value) > gap)) out.push({ alpha: D.places[k], scaled: value, label: short(name, 18) });
  return out;
}
const pair = k => pairAt(PAIR[0], PAIR[1], k);
const reach = () => { const key = PAIR.join(); return REACH[key] || (REACH[key] = windowOf(...PAIR)); };
const ROWS = {
  lines: () => D.names.flatMap((feature, j) => DENSE[j].map((_, k) => ({ alpha: D.places[k], feature, scaled: scaled(j, k), kept: DENSE[j][D.chosen] !== 0 }))),
  errors: () => D.cv.k.map((k, i) => ({ alpha: D.places[k], mean: D.cv.mean[i], se: D.cv.se[i], low: D.cv.mean[i] - D.cv.se[i], high: D.cv.mean[i] + D.cv.se[i] })),
  marks: (_, name) => marks(name), labels, density,
  now: k => [{ alpha: D.places[k] }],
  here: k => [{ alpha: D.places[k], scaled: 0 }, ...largest(k).map(r => ({ alpha: D.places[k], feature: r[0], scaled: r[2] }))],
  ticks: k => largest(k).map(r => ({ feature: r[0], u: seen(r[3], k), p: 0 })),
  points: (k, name) => pairs(name === "new" ? D.new : D.rows, k),
  same: (_, name) => ends((name === "new" ? D.new : D.rows).fitted.flat(), "fitted", "observed"),
  zero: () => ends(D.rows.fitted.flat(), "fitted", "x").map(r => ({ fitted: r.fitted, residual: 0 })),
  bins, diagonal: () => ends(D.calibration.predicted.flat().filter(x => x !== null), "predicted", "observed"),
  leverages: () => D.leverage, level: () => [{ x: 0, y: 0 }],
  intervals: () => { const used = {}; return D.posterior.map(r => { let label = short(r.feature, 20); used[label] = (used[label] || 0) + 1; if (used[label] > 1) label += ` (${used[label]})`; return { ...r, label }; }); },
  origin: () => [{ x: 0, y: 0 }],
  contours: k => contoursOf(pair(k), reach()), ball: k => ballOf(pair(k), reach()),
  centre: k => { const P = pair(k); return [{ x: P.centre[0], y: P.centre[1] }]; },
  spot: k => { const P = pair(k); return [{ x: P.v[0], y: P.v[1] }]; },
};
const CHARTS = {
  path: { still: ["lines", "marks", "labels"], moving: ["now", "here"],
    words: k => `Coefficients along the strengths. At alpha ${fmt(D.alphas[k])}, largest first: ${largest(k).slice(0, 8).map(r => `${r[0]} ${fmt(r[2])}`).join(", ") || "none is kept"}.` },
  cv: { still: ["errors", "marks"], moving: ["now"],
    words: k => { const i = nearest(D.cv.k, k); return `Cross-validated error along the strengths. At alpha ${fmt(D.alphas[k])} it is ${fmt(D.cv.mean[i])}, standard error ${fmt(D.cv.se[i])}; the least is ${fmt(Math.min(...D.cv.mean))}, the mean alone has ${fmt(D.cv.null)}.`; } },
  geometry: { still: ["origin"], moving: ["contours", "ball", "centre", "spot"],
    words: k => { const P = pair(k), [a, b] = PAIR.map(i => D.names[D.geometry.features[i]]); return `Loss contours in ${a} and ${b} with the ball of the penalty. Solution ${P.v.map(fmt).join(", ")}; least loss with the others held ${P.centre.map(fmt).join(", ")}; the pair spends ${fmt(P.t)} of the budget.`; } },
  prior: { still: [], moving: ["density", "ticks"],
    words: k => D.sides.log_normaliser[k] === null ? "At this strength the prior is flat, or the noise is unknown: there is no density to draw." : `Prior density at alpha ${fmt(D.alphas[k])}, with the coefficients as ticks${D.sides.b[k] === null ? "" : `; Laplace scale b ${fmt(D.sides.b[k])}`}${D.sides.s[k] === null ? "" : `; Normal scale s ${fmt(D.sides.s[k])}`}.` },
  rows: { still: ["same"], moving: ["points"], words: k => `Fitted against observed values of training rows at alpha ${fmt(D.alphas[k])}, with the line of agreement; R squared ${fmt(D.r2[k])}.` },
  residuals: { still: ["zero"], moving: ["points"], words: k => { const r = pairs(D.rows, k).map(p => p.residual); return `Residuals against fitted values at alpha ${fmt(D.alphas[k])}: from ${fmt(Math.min(...r))} to ${fmt(Math.max(...r))}.`; } },
  new: { still: ["same"], moving: ["points"], words: k => `Predicted against observed values of the new rows at alpha ${fmt(D.alphas[k])}; mean squared error ${fmt(D.new.error[k])}.` },
  calibration: { still: ["diagonal"], moving: ["bins"], words: k => `Calibration at alpha ${fmt(D.alphas[k])}. ${bins(k).map(b => `predicted ${fmt(b.predicted)}, observed ${fmt(b.observed)}`).join("; ")}.` },
  leverage: { still: ["leverages", "level"], moving: [], words: () => "Standardised residual against leverage at the model's own alpha; the table below names the most influential rows." },
  posterior: { still: ["intervals", "level"], moving: [], words: () => "Posterior intervals and fitted coefficients at the model's own alpha; the table below has the numbers." },
};
const SIGNALS = {
  geometry: () => ({ low: -reach(), high: reach() }),
  prior: () => ({ low: -U, high: U, peak: 1.05 * Math.max(...density(NOW).map(r => r.p), 0) || 1 }),
};
function say(id, value) { const e = $(id); if (e) { e.textContent = fmt(value); e.dataset.value = value === null ? "" : value; } }
function table(k) {
  const body = document.querySelector("#kept tbody"), rows = largest(k); body.replaceChildren();
  for (const [name, c, s] of rows) {
    const tr = document.createElement("tr"), th = document.createElement("th");
    th.scope = "row"; th.textContent = name; tr.append(th);
    for (const x of [c, s]) { const td = document.createElement("td"); td.textContent = fmt(x); td.dataset.value = x; tr.append(td); }
    body.append(tr);
  }
  $("beyond").textContent = D.kept[k] > rows.length ? `… and ${D.kept[k] - rows.length} more, which are not on this page.` : rows.length ? "" : "No coefficient is kept: the model is the mean of the target.";
}
function draw(name) {
  const view = VIEWS[name], chart = CHARTS[name];
  if (!view) return;
  for (const [signal, value] of Object.entries((SIGNALS[name] || (() => ({})))())) view.signal(signal, value);
  for (const d of chart.moving) view.data(d, ROWS[d](NOW, name));
  view.runAsync(); $("chart-" + name).setAttribute("aria-label", chart.words(NOW));
}
function tellPair() {
  const P = pair(NOW);
  ["across", "up"].forEach((name, i) => { $(name + "-name").textContent = D.names[D.geometry.features[PAIR[i]]]; say(name + "-at", P.v[i]); say(name + "-least", P.centre[i]); });
  say("pair-t", P.t); draw("geometry");
}
function move(k) {
  NOW = k;
  $("handle").value = k;
  $("handle").setAttribute("aria-valuetext", `alpha ${fmt(D.alphas[k])}, ${D.kept[k]} of ${D.features} features kept`);
  say("alpha", D.alphas[k]); say("kept-count", D.kept[k]); say("r2", D.r2[k]); say("multiplier", D.alphas[k]);
  if (D.cv) say("cv-error", D.cv.mean[nearest(D.cv.k, k)]);
  if (D.new) say("new-error", D.new.error[k]);
  if (D.sides) { for (const x of ["t", "sigma2", "b", "s"]) say(x, D.sides[x][k]); $("flat").textContent = D.sides.log_normaliser[k] !== null ? "" : D.sides.rate[k] === 0 ? "At alpha = 0 the prior is flat: every value is as likely as any other, and there is no density to draw." : "The data leave too little to estimate the noise at this alpha, so the scale of the prior is unknown."; }
  document.querySelectorAll("button[data-k]").forEach(b => b.setAttribute("aria-pressed", String(Number(b.dataset.k) === k)));
  table(k);
  for (const name of Object.keys(VIEWS)) if (name !== "geometry") draw(name);
  if (D.geometry) tellPair();
}
function choosePairs() {
  if (!D.geometry) return;
  ["across", "up"].forEach((id, which) => {
    const select = $(id);
    D.geometry.features.forEach((j, i) => { const o = document.createElement("option"); o.value = i; o.textContent = D.names[j]; select.append(o); });
    select.value = PAIR[which];
    select.addEventListener("change", () => { const i = Number(select.value); if (i === PAIR[1 - which]) { PAIR[1 - which] = PAIR[which]; $(which ? "across" : "up").value = PAIR[1 - which]; } PAIR[which] = i; tellPair(); });
  });
}
// Vega-Lite looks for the name of the nearest point on the wrong object: it is one level deeper.
function mendTooltip(spec) {
  return JSON.parse(JSON.stringify(spec), (_, value) => {
    if (value && value.isVoronoi && value.tooltip) value.tooltip.signal = value.tooltip.signal.replaceAll('datum["feature"]', 'datum.datum["feature"]');
    return value;
  });
}
async function start() {
  choosePairs();
  for (const [name, spec] of Object.entries(SPECS)) {
    const chart = CHARTS[name], element = $("chart-" + name);
    spec.datasets = {}; spec.description = element.getAttribute("aria-label");
    for (const d of [...chart.still, ...chart.moving]) spec.datasets[d] = ROWS[d](NOW, name);
    if (name === "posterior") spec.height = 18 * D.posterior.length + 6;
    if (name === "geometry") { spec.width = spec.height = Math.max(180, Math.min(element.clientWidth - 70, 380)); }
    if (SIGNALS[name]) { const now = SIGNALS[name](); for (const p of spec.params) p.value = now[p.name]; }
    const made = await window.vegaEmbed(element, spec, { patch: mendTooltip, mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true } });
    VIEWS[name] = made.view; element.setAttribute("aria-label", chart.words(NOW));
    element.rows = d => made.view.data(d);
  }
  $("handle").addEventListener("input", e => move(Number(e.target.value)));
  document.querySelectorAll("button[data-k]").forEach(b => b.addEventListener("click", () => move(Number(b.dataset.k))));
  move(D.chosen); document.body.dataset.ready = "yes";
}
start();
