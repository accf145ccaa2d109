// Steps through what Python worked out; every name goes into the page as text.
const D = JSON.parse(document.getElementById("data").textContent);
const SPECS = JSON.parse(document.getElementById("specs").textContent);
const L = D.alphas.length;
const DENSE = D.coefs.map(c => { const v = new Array(L).fill(0); c.k.forEach((k, i) => { v[k] = c.v[i]; }); return v; });
