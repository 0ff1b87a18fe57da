// Functions of a page: their numbers, and the places where their formulas change.
const functions = (() => {
  "use strict";

  const COLUMNS = 800;  // samples of a curve
  const LOOKED_AT = 400;  // samples among which places are looked for
  const MOST_PLACES = 60;
  const STRAIGHT = 0.02, FINER = 12;  // of a curve's height, by which it may leave a line; samples where it does
  const REACHED = 64;  // samples up to where a function exceeds every number
  const JUMP = 1e-7;  // relative difference of limits from which there is a jump

  const floats = new Float64Array(1), bits = new BigInt64Array(floats.buffer);

  function beside(x, side) {  // the next float on a side
    if (x === 0) return side * Number.MIN_VALUE;
    floats[0] = x;
    bits[0] += BigInt((x > 0) === (side > 0) ? 1 : -1);
    return floats[0];
  }

  // A function of the page with the values of its parameters: its numbers, and where its formula changes.
  class Computed {
    constructor(data, program) {
      Object.assign(this, { data, program, top: program.orders.length - 1 });
      this.values = Object.fromEntries(data.parameters.map((one) => [one.name, one.value]));
      this.fixed = data.fixed;
    }

    get parameters() { return { ...this.fixed, ...this.values }; }

    at(order, x) {
      const place = this.places.find((one) => one.x === x);
      return place ? place.taken[order] : this.computed(order, x);
    }

    computed(order, x) {
      return this.inside(x) ? this.program.orders[order](x, this.parameters) : NaN;
    }

    inside(x) {
      if (!this.data.domain) return !Number.isNaN(this.program.orders[0](x, this.parameters));
      const [low, high] = this.data.domain;
      return (low === null || x >= low) && (high === null || x <= high);
    }

    // The limit from a side: infinite where values grow the more the nearer they are. Floats right beside a gap may be
    // too near to give a number.
    limit(order, x, side) {
      const [far, middle, close] = [2 ** -13, 2 ** -30, 2 ** -42].map((share) =>
        this.computed(order, x + side * share * Math.max(Math.abs(x), 1)));
      if (Number.isNaN(close)) return NaN;
      const found = this.computed(order, beside(x, side));
      const best = Number.isNaN(found) ? close : found;
      const grows = Math.abs(best - middle) > 2 * Math.abs(middle - far) && !near(best, middle);
      return grows && Math.abs(best) > Math.abs(middle) ? Math.sign(best) * Infinity : best;
    }

    look(low, high) {
      const p = this.parameters, found = (this.data.domain ?? []).filter((end) => end !== null && end >= low && end <= high);
      for (const place of this.program.places) found.push(...zeros((x) => place(x, p), low, high));
      const sorted = [...new Set(found)].sort((a, b) => a - b).slice(0, MOST_PLACES);
      this.places = sorted.map((x) => this.place(x)).filter((one) => one.told);
    }

    place(x) {
      const orders = [...this.program.orders.keys()];
      const left = orders.map((order) => this.limit(order, x, -1));
      const right = orders.map((order) => this.limit(order, x, 1));
      const own = orders.map((order) => this.computed(order, x));
      const same = orders.map((k) => near(left[k], right[k]));
      const taken = orders.map((k) => this.taken(k, own[k], left[k], right[k]));
      const pole = (k) => [left[k], right[k]].some((one) => Math.abs(one) === Infinity);
      const told = orders.some((k) => !same[k] || !near(own[k], left[k]) || pole(k));
      const broken = orders.findIndex((k) => !same[k] || pole(k) || !near(taken[k], left[k]));
      return { x, left, right, taken, same, told, broken, pole: orders.map(pole) };
    }

    taken(order, own, left, right) {
      if (Math.abs(left) === Infinity && left === -right) return NaN;  // a pole with two signs
      const inside = Number.isNaN(left) ? right : left;
      switch (near(own, left) && near(own, right) ? "own" : this.data.conventions[order]) {
        case "continued": return Number.isNaN(own) ? inside : own;
        case "left": return left;
        case "right": return right;
        case "middle": return (left + right) / 2;
        case "smaller": return Math.abs(left) < Math.abs(right) ? left : right;
        case "larger": return Math.abs(left) < Math.abs(right) ? right : left;
        case "zero": return 0;
        default: return own;
      }
    }

    pieces(order, low, high) {
      const inner = this.places.filter((one) => one.x > low && one.x < high);
      const starts = this.places.find((one) => one.x === low), ends = this.places.find((one) => one.x === high);
      const first = starts ?? { x: low, right: [0, 1, 2].map((k) => this.value(k, low)) };
      const last = ends ?? { x: high, left: [0, 1, 2].map((k) => this.value(k, high)) };
      const stops = [first, ...inner, last], found = [];
      for (let n = 1; n < stops.length; n++) {
        const [from, to] = [stops[n - 1], stops[n]];
        const piece = [[from.x, from.right[order]]];
        const count = Math.max(2, Math.ceil(COLUMNS * (to.x - from.x) / (high - low)));
        const steps = Array.from({ length: count - 1 }, (_, i) => (i + 1) / count);
        const closer = Array.from({ length: 12 }, (_, k) => 2 ** -(k + 1) / count);  // to where it may grow fast
        for (const share of [...closer.toReversed(), ...steps, ...closer.map((one) => 1 - one)]) {
          const x = from.x + (to.x - from.x) * share;
          if (x > from.x && x < to.x) piece.push([x, this.computed(order, x)]);
        }
        piece.push([to.x, to.left[order]]);
        this.refine(order, piece);
        this.reach(order, piece);
        const joined = n > 1 && from.same[order] && !from.pole[order] && near(from.taken[order], from.left[order]);
        if (joined) found[found.length - 1].push(...piece.slice(1));
        else found.push(piece);
      }
      return found.flatMap(runs);
    }

    // Adds points where a piece does not go straight between its samples, so that what swings fast fills what it covers.
    // They are not evenly spaced: no swing keeps step with them.
    refine(order, piece) {
      const ys = piece.map(([, y]) => y).filter(Number.isFinite).sort((a, b) => a - b);
      const usual = ys[Math.floor(0.95 * ys.length)] - ys[Math.floor(0.05 * ys.length)];
      const told = piece.splice(0), straight = STRAIGHT * (usual || ys.at(-1) - ys[0]);
      told.forEach(([x, y], n) => {
        const [from, before] = told[n - 1] ?? [NaN, NaN], between = this.computed(order, from + (x - from) * 0.45);
        const off = Math.abs(between - (before + (y - before) * 0.45));
        if (off > straight) {
          for (let k = 0; k < FINER; k++) {
            const at = from + (x - from) * (k + 0.05 + 0.9 * (k * 0.618034 % 1)) / FINER;
            if (at > from && at < x) piece.push([at, this.computed(order, at)]);
          }
        }
        piece.push([x, y]);
      });
    }

    // Adds points to a piece up to where it exceeds every number: what is left of 2^1000 may be less than a step.
    reach(order, piece) {
      for (let n = piece.length - 2; n > 1; n--) {  // its ends are places, whose limits are known
        const [one, other] = [piece[n - 1], piece[n]], rises = !Number.isFinite(other[1]);
        if (Number.isFinite(one[1]) === !rises || Number.isNaN(one[1] + other[1])) continue;
        let [inside, outside] = rises ? [one[0], other[0]] : [other[0], one[0]];
        const start = inside;
        for (let k = 0; k < 60; k++) {
          const middle = (inside + outside) / 2;
          if (Number.isFinite(this.computed(order, middle))) inside = middle; else outside = middle;
        }
        const more = Array.from({ length: REACHED }, (_, k) => start + (inside - start) * (k + 1) / REACHED);
        piece.splice(n, 0, ...(rises ? more : more.reverse()).map((x) => [x, this.computed(order, x)]));
      }
    }

    value(order, x) { return order > this.top ? NaN : this.computed(order, x); }

    dots(order, low, high) {
      return this.places.filter((one) => one.x >= low && one.x <= high && one.broken >= 0 && one.broken <= order)
        .flatMap((one) => {
          const lacks = one.broken < order;  // no derivative where a lower one jumps
          const value = one.taken[order], sides = [one.left[order], one.right[order]].filter(Number.isFinite);
          if (!lacks && sides.every((y) => near(y, value))) return [];
          const open = [...new Set(sides)].filter((y) => lacks || !near(y, value)).map((y) => [one.x, y, false]);
          return lacks || !Number.isFinite(value) ? open : [...open, [one.x, value, true]];
        });
    }
  }

  // What no formula of a page computes: samples, between which it goes straight; its parameters stay.
  class Sampled {
    constructor(data) {
      Object.assign(this, { data, values: {}, parameters: {}, top: data.sampled.length - 1, places: [] });
    }

    look() {}

    at(order, x) {
      for (const [xs, ys] of this.data.sampled[order].pieces) {
        if (x < xs[0] || x > xs[xs.length - 1]) continue;
        let low = 0, high = xs.length - 1;
        while (high - low > 1) {
          const middle = (low + high) >> 1;
          if (xs[middle] <= x) low = middle; else high = middle;
        }
        const share = xs[high] === xs[low] ? 0 : (x - xs[low]) / (xs[high] - xs[low]);
        return ys[low] + share * (ys[high] - ys[low]);
      }
      return NaN;
    }

    pieces(order) { return this.data.sampled[order].pieces.map(([xs, ys]) => xs.map((x, n) => [x, ys[n]])); }

    dots(order) { return this.data.sampled[order].dots; }
  }

  function near(a, b) {
    return a === b || Math.abs(a - b) <= JUMP * Math.max(1, Math.abs(a), Math.abs(b)) || (a !== a && b !== b);
  }

  function runs(piece) {  // the parts of a piece that are numbers
    const found = [[]];
    for (const point of piece) {
      if (Number.isFinite(point[1])) found[found.length - 1].push(point);
      else if (found[found.length - 1].length) found.push([]);
    }
    return found.filter((run) => run.length > 1);
  }

  function zeros(term, low, high) {
    const found = [], step = (high - low) / LOOKED_AT;
    const xs = Array.from({ length: LOOKED_AT + 1 }, (_, n) => (n === LOOKED_AT ? high : low + n * step));
    if (low < 0 && high > 0) xs.push(0);
    xs.sort((a, b) => a - b);
    const ys = xs.map(term), largest = Math.max(...ys.filter(Number.isFinite).map(Math.abs));
    for (const end of [0, ys.length - 1]) {
      if (Math.abs(ys[end]) < 1e-14 * largest) ys[end] = 0;  // such as sin(πx) at a whole number
    }
    for (let n = 0; n < xs.length; n++) {
      if (ys[n] === 0) found.push(xs[n]);
      else if (n && ys[n - 1] * ys[n] < 0) found.push(crossing(term, xs[n - 1], xs[n]));
      else if (n > 1 && touches(ys[n - 2], ys[n - 1], ys[n])) found.push(...lowest(term, xs[n - 2], xs[n]));
    }
    return found;
  }

  function crossing(term, low, high) {
    const rises = term(high) > 0;
    for (;;) {
      const middle = low + (high - low) / 2;
      if (!(middle > low && middle < high)) break;
      const y = term(middle);
      if (y === 0) return middle;
      if ((y > 0) === rises) high = middle; else low = middle;
    }
    const nearest = Math.abs(term(low)) <= Math.abs(term(high)) ? low : high;
    const short = Number(nearest.toPrecision(12));  // such as 2, for a zero of sin(πx)
    return Math.abs(short - nearest) <= 4 * 2 ** -52 * Math.abs(nearest) ? short : nearest;
  }

  const touches = (before, y, after) => y * before > 0 && y * after > 0
    && Math.abs(y) <= Math.abs(before) && Math.abs(y) <= Math.abs(after);

  function lowest(term, low, high) {  // where a term is 0 and keeps its sign, as x² does
    const start = Math.abs(term(low));
    for (let n = 0; n < 100; n++) {
      const [one, other] = [low + (high - low) / 3, high - (high - low) / 3];
      if (Math.abs(term(one)) <= Math.abs(term(other))) high = other; else low = one;
    }
    const short = Number(((low + high) / 2).toPrecision(7));
    return Math.abs(term(short)) <= 1e-13 * start ? [short] : [];
  }

  return { COLUMNS, Computed, Sampled };
})();
