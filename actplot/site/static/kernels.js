// What the printed formulas need and Math lacks, in the forms that keep their digits: see actplot/numerics.
const kernels = (() => {
  "use strict";

  // Mills' ratio m(t) = Φ(−t)/φ(t), for t from 0: up to 8 by series about centres, beyond by a continued fraction.
  // From m′ = t·m − 1 the coefficients at a centre follow: (n + 1)·aₙ₊₁ = c·aₙ + aₙ₋₁, less 1 for n = 0.
  const STEPS = 32, TABULATED = 8, TERMS = 13, BITS = 256n, ONE = 1n << BITS;
  const AT_ZERO = 1253314137315500251207882642405522626503493370304969158314961788171146827303921n;  // √(π/2)·10⁷⁸
  const DENSITY = 0.3989422804014327;  // 1/√(2π)

  const table = (() => {
    const rows = [];
    let start = AT_ZERO * ONE / 10n ** 78n;
    for (let centre = 0; centre <= TABULATED * STEPS; centre++) {
      const row = [start, BigInt(centre) * start / BigInt(STEPS) - ONE];
      for (let n = 1; n < 42; n++) {
        row.push((BigInt(centre) * row[n] / BigInt(STEPS) + row[n - 1]) / BigInt(n + 1));
      }
      rows.push(row.slice(0, TERMS).map((coefficient) => Number(coefficient) / 2 ** Number(BITS)));
      start = row.reduce((sum, coefficient, n) => sum + (coefficient >> BigInt(5 * n)), 0n);  // 1/32 farther
    }
    return rows;
  })();

  function mills(t) {
    if (!(t <= TABULATED)) {
      let excess = 0;
      for (let level = 25; level > 0; level--) excess = level / (t + excess);
      return 1 / (t + excess);
    }
    const nearest = Math.round(STEPS * t), step = t - nearest / STEPS;
    return table[nearest].reduceRight((sum, coefficient) => sum * step + coefficient, 0);
  }

  // exp(−x²), whose exponent is cut in two so that its rounding is not magnified.
  function bell(x) {
    const high = Math.fround(x);
    return Number.isFinite(high) ? Math.exp(-high * high) * Math.exp((high - x) * (high + x)) : Math.exp(-x * x);
  }

  function phi(x) {
    const high = Math.fround(x);
    return DENSITY * (Number.isFinite(high)
      ? Math.exp(-high * high / 2) * Math.exp((high - x) * (high + x) / 2) : Math.exp(-x * x / 2));
  }

  function Phi(x) {
    const tail = Math.abs(x) > 40 ? 0 : phi(x) * mills(Math.abs(x));
    return x < 0 ? tail : 1 - tail;
  }

  function erfc(x) {
    if (Number.isNaN(x)) return x;
    if (x < 0.5) return 1 - erf(x);
    return x > 28 ? 0 : 2 * DENSITY * bell(x) * mills(Math.SQRT2 * x);
  }

  function erf(x) {
    const size = Math.abs(x);
    if (!(size < 0.5)) return Number.isNaN(x) ? x : Math.sign(x) * (1 - erfc(size));
    let term = x, sum = x;
    for (let n = 1; n < 16; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  function sigmoid(x) {
    const e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  }

  function sigmoid_slope(x) {
    const e = Math.exp(-Math.abs(x));
    return e / (1 + e) / (1 + e);
  }

  function log_cosh(x) {
    const size = Math.abs(x);
    if (size < 2) return Math.log1p(2 * Math.sinh(size / 2) ** 2);
    return size - Math.LN2 + Math.log1p(Math.exp(-2 * size));
  }

  function logaddexp(a, b) {
    if (a === b) return a + Math.LN2;
    return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
  }

  function round(x) {  // to the even one of two that are equally near
    const low = Math.floor(x), part = x - low;
    if (part === 0.5) return low % 2 === 0 ? low : low + 1;
    return part < 0.5 ? low : Math.ceil(x);
  }

  function mod(x, by) {  // with the sign of the divisor
    const rest = x % by;
    return rest !== 0 && (rest < 0) !== (by < 0) ? rest + by : rest;
  }

  return {
    erf, erfc, Phi, phi, sigmoid, sigmoid_slope, log_cosh, logaddexp, round, mod,
    fmod: (x, by) => x % by,
    softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    sech2: (x) => 4 * sigmoid_slope(2 * x),
    relu6: (x) => Math.min(Math.max(x, 0), 6),
    clip: (x, low, high) => Math.min(Math.max(x, low), high),
    heaviside: (x, atZero = 0) => Number.isNaN(x) ? x : x < 0 ? 0 : x > 0 ? 1 : atZero,
    positive_power: (base, exponent) => base > 0 ? Math.pow(base, exponent) : NaN,
  };
})();
