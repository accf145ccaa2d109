// Two features: contours of the loss, the ball, the solution, in units that the penalty sees.
const FAR = 1e3, AROUND = 180;
const seen = (j, k) => DENSE[j][k] * (D.standardize ? D.deviation[j] : 1);
// Where the loss is least while the others stay: the pair's solution + H^-1 g, the shortest where H has none.
function leastLoss(H, g, v) {
  const r0 = Math.sqrt(H[0][0]), r1 = Math.sqrt(H[1][1]), r = H[0][1] / (r0 * r1), q = [g[0] / r0, g[1] / r1];
  const flat = 1 - Math.abs(r) < 1e-9, sign = Math.sign(r), det = 1 - r * r;
  const d = flat ? [(q[0] + sign * q[1]) / 4, (sign * q[0] + q[1]) / 4] : [(q[0] - r * q[1]) / det, (q[1] - r * q[0]) / det];
  return [v[0] + d[0] / r0, v[1] + d[1] / r1];
}
function pairAt(a, b, k) {
  const G = D.geometry, H = [[G.hessian[a][a], G.hessian[a][b]], [G.hessian[b][a], G.hessian[b][b]]];
  const v = [seen(G.features[a], k), seen(G.features[b], k)], w = [G.factor[a], G.factor[b]];
  const [l1, l2] = D.elastic, t = w[0] * (l1 * Math.abs(v[0]) + l2 * v[0] ** 2 / 2) + w[1] * (l1 * Math.abs(v[1]) + l2 * v[1] ** 2 / 2);
  return { H, v, w, t, centre: leastLoss(H, [G.slope[k][a], G.slope[k][b]], v) };
}
const lossAbove = (P, x, y) => {
  const d = x - P.centre[0], e = y - P.centre[1];
  return 0.5 * (P.H[0][0] * d * d + 2 * P.H[0][1] * d * e + P.H[1][1] * e * e);
};
// Half a window that holds, at every strength, the solution and the least loss, and the ball as chosen.
function windowOf(a, b) {
  let reach = 0, ball = 0; const every = [];
  for (let k = 0; k < L; k++) {
    const P = pairAt(a, b, k); every.push(...P.centre.map(Math.abs));
    reach = Math.max(reach, ...P.v.map(Math.abs));
    if (k <= D.chosen) ball = Math.max(ball, ...ballOf(P, 1).map(r => Math.max(Math.abs(r.x), Math.abs(r.y))));
  }
  every.sort((x, y) => x - y);
  return 1.12 * Math.max(reach, Math.min(ball, 2 * reach), Math.min(every[every.length - 1], 3 * reach || Infinity)) || 1;
}
function ballOf(P, reach) {
  if (!(P.t > 0)) return [];
  const [l1, l2] = D.elastic, out = [];
  for (let i = 0; i <= AROUND; i++) {
    const angle = 2 * Math.PI * i / AROUND, u = [Math.cos(angle), Math.sin(angle)].map(x => Math.abs(x) < 1e-12 ? 0 : x);
    const one = l1 * (P.w[0] * Math.abs(u[0]) + P.w[1] * Math.abs(u[1])), two = l2 * (P.w[0] * u[0] ** 2 + P.w[1] * u[1] ** 2);
    const below = one + Math.sqrt(one * one + 2 * two * P.t), radius = Math.min(below > 0 ? 2 * P.t / below : Infinity, FAR * reach);
    out.push({ x: radius * u[0], y: radius * u[1], i });
  }
  return out;
}
function contoursOf(P, reach) {
  const corners = [[-1, -1], [-1, 1], [1, -1], [1, 1]].map(c => lossAbove(P, c[0] * reach, c[1] * reach));
  const top = Math.sqrt(Math.max(...corners)), own = Math.sqrt(Math.max(0, lossAbove(P, ...P.v)));
  let step = top / 10;
  if (!(step > 0)) return [];
  if (own > step) step = own / Math.round(own / step);
  const radii = []; for (let i = 1; i * step <= top * (1 + 1e-9) && i < 40; i++) radii.push(i * step);
  if (own > 1e-6 * top && !radii.some(r => Math.abs(r - own) < 1e-6 * own)) radii.push(own);
  const [[a, b], [, d]] = P.H, half = (a + d) / 2, gap = Math.hypot((a - d) / 2, b), big = half + gap, small = Math.max((a * d - b * b) / big, 0);
  const turn = 0.5 * Math.atan2(2 * b, a - d), c = Math.cos(turn), s = Math.sin(turn), out = [];
  for (const r of radii) {
    const p = Math.SQRT2 * r / Math.sqrt(big), q = Math.min(Math.SQRT2 * r / Math.sqrt(small), FAR * reach);
    for (let i = 0; i <= AROUND; i++) {
      const e = p * Math.cos(2 * Math.PI * i / AROUND), f = q * Math.sin(2 * Math.PI * i / AROUND);
      out.push({ x: P.centre[0] + c * e - s * f, y: P.centre[1] + s * e + c * f, level: r * r, own: Math.abs(r - own) < 1e-6 * own, i });
    }
  }
  return out;
}
