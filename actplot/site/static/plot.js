// An interactive plot of functions of one variable: curves from printed formulas, sliders, a point that moves.
const actplot = (() => {
  "use strict";

  const { COLUMNS, Computed, Sampled } = functions;
  const SVG = "http://www.w3.org/2000/svg";
  const NAME_HEIGHT = 17, LONGEST_NAME = 16;  // of the texts at the ends of curves, in pixels and letters
  const ROOM = 9;  // letters of a cell
  const ROUNDING = 1e-9;
  const DASHES = ["", "13 4.2", "15.6 3.6 3.1 3.6", "6.8 2.9", "2.9 2.9", "20.8 3.6 3.1 3.6 3.1 3.6", "9 3"];
  const PRIMES = ["", "′", "″"];
  const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

  function readable(number, digits = 6) {
    if (Number.isNaN(number)) return "–";
    if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
    const rounded = Number(number.toPrecision(digits)), size = Math.abs(rounded);
    const long = rounded !== 0 && (size >= 1e6 || size < 1e-4);
    const [mantissa, power] = (long ? rounded.toExponential() : String(rounded)).split("e");
    const text = mantissa.replace("-", "−");
    if (!power) return text;
    const raised = [...power.replace("+", "")].map((sign) => RAISED[sign]).join("");
    return `${/^−?1$/.test(text) ? text.slice(0, -1) : `${text}·`}10${raised}`;
  }

  function fitting(number, most) {  // as many digits as a cell has room for; all are in its title
    const texts = Array.from({ length: most - 2 }, (_, n) => readable(number, most - n));
    return texts.find((text) => text.length <= ROOM) ?? texts.at(-1);
  }

  function niceStep(span, count) {
    const power = 10 ** Math.floor(Math.log10(span / count));
    return [1, 2, 5, 10].map((factor) => factor * power).find((step) => span / step <= count * 1.0001);
  }

  function ticks(low, high, count) {
    const step = niceStep(high - low, count), found = [];
    for (let n = Math.ceil(low / step - 1e-9); n * step <= high + 1e-9 * step; n++) {
      found.push(Number((n * step).toPrecision(12)));
    }
    return found;
  }

  function rise(functions, low, high) {  // of the functions themselves
    const ys = functions.flatMap((one) => Array.from({ length: 41 }, (_, n) => one.at(0, low + (high - low) * n / 40)));
    const known = ys.filter(Number.isFinite);
    return known.length ? Math.max(...known) - Math.min(...known) : 0;
  }

  function limits(functions, order, low, high) {
    const ys = functions.filter((one) => order <= one.top).flatMap((one) =>
      Array.from({ length: COLUMNS + 1 }, (_, n) => one.at(order, low + (high - low) * n / COLUMNS)));
    ys.splice(0, Infinity, ...ys.filter(Number.isFinite).sort((a, b) => a - b));
    if (!ys.length) return [-1, 1];
    const part = (share) => ys[Math.round(share * (ys.length - 1))];
    if (order && ys.at(-1) - ys[0] < ROUNDING * rise(functions, low, high) / (high - low) ** order) {
      const level = part(0.5);  // what a derivative does within this is no more than rounding
      return [level - Math.max(Math.abs(level), 1) / 2, level + Math.max(Math.abs(level), 1) / 2];
    }
    let [bottom, top] = [ys[0], ys[ys.length - 1]];
    const usual = part(0.95) - part(0.05);
    if (usual > 0 && top - bottom > 6 * usual) {  // what grows without end may not flatten the rest
      [bottom, top] = [Math.max(bottom, part(0.02) - usual / 2), Math.min(top, part(0.98) + usual / 2)];
    }
    if (bottom > 0 && bottom < 0.4 * top) bottom = 0;
    if (top < 0 && top > 0.4 * bottom) top = 0;
    const margin = top > bottom ? 0.07 * (top - bottom) : Math.max(Math.abs(top), 1) / 2;
    return [bottom - margin, top + margin];
  }

  function element(parent, name, attributes = {}, text = "") {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    parent.append(made);
    return made;
  }

  // One panel of a plot: axes, curves of one order, and the point that moves.
  class Panel {
    constructor(plot, order, top, height) {
      Object.assign(this, { plot, order, top, height });
      this.curves = plot.functions.map((one) => (order > one.top ? [] : one.pieces(order, ...plot.interval)));
      this.ends = limits(plot.functions, order, ...plot.interval);
    }

    get left() { return this.plot.left; }
    get levels() { return ticks(...this.ends, Math.max(2, this.height / 45)); }
    get right() { return this.plot.width - this.plot.margin; }

    across(x) {
      const [low, high] = this.plot.interval;
      return this.left + (x - low) / (high - low) * (this.right - this.left);
    }

    down(y) {
      const [low, high] = this.ends, far = 20 * (high - low);
      const within = Math.min(Math.max(y, low - far), high + far);
      return this.top + (high - within) / (high - low) * this.height;
    }

    draw(svg) {
      const letter = this.plot.data.letter, bottom = this.top + this.height;
      const id = `${this.plot.root.id}-clip-${this.order}`;
      const clip = element(element(svg, "defs"), "clipPath", { id });
      element(clip, "rect", { x: this.left, y: this.top - 1, width: this.right - this.left, height: this.height + 2 });
      this.axes(svg, bottom);
      const heading = element(svg, "text", { x: this.left, y: this.top - 9, class: "heading" });
      element(heading, "tspan", { class: "letter" }, "f");
      element(heading, "tspan", {}, `${PRIMES[this.order]}(`);
      element(heading, "tspan", { class: "letter" }, letter);
      element(heading, "tspan", {}, ")");
      const inside = element(svg, "g", { "clip-path": `url(#${id})` });
      this.inside = inside;
      this.curves.forEach((pieces, n) => {
        const path = pieces.map((piece) => "M" + piece.map(([x, y]) =>
          `${this.across(x).toFixed(2)} ${this.down(y).toFixed(2)}`).join("L")).join("");
        element(inside, "path", { d: path, class: `curve colour-${n % 7}`, "stroke-dasharray": DASHES[n % 7] });
      });
      this.plot.functions.forEach((one, n) => {
        if (this.order > one.top) return;
        for (const [x, y, filled] of one.dots(this.order, ...this.plot.interval)) {
          if (y < this.ends[0] || y > this.ends[1]) continue;
          const kind = `end ${filled ? "closed" : "open"} colour-${n % 7}`;
          element(svg, "circle", { cx: this.across(x), cy: this.down(y), r: 4.2, class: kind });
        }
      });
      this.moving = element(svg, "g");
      if (this.plot.named) this.name(svg);
    }

    // The names at the ends of curves, in their order and apart from each other.
    name(svg) {
      const names = this.curves.flatMap((pieces, n) => {
        const last = pieces.at(-1)?.at(-1);
        return last ? [{ n, y: Math.min(Math.max(this.down(last[1]), this.top + 5), this.top + this.height) }] : [];
      }).sort((a, b) => a.y - b.y);
      if (!names.length) return;
      for (let round = 0; round < 100; round++) {
        names[0].y = Math.max(names[0].y, this.top);
        names.at(-1).y = Math.min(names.at(-1).y, this.top + this.height);
        for (let i = 1; i < names.length; i++) {
          const lacks = (NAME_HEIGHT - (names[i].y - names[i - 1].y)) / 2;
          if (lacks > 0) {
            names[i - 1].y -= lacks;
            names[i].y += lacks;
          }
        }
      }
      for (const { n, y } of names) {
        const { label } = this.plot.functions[n].data;
        const text = label.length > LONGEST_NAME ? `${label.slice(0, LONGEST_NAME - 1)}…` : label;
        element(svg, "text", { x: this.right + 8, y: y + 4, class: `name colour-${n % 7}` }, text);
      }
    }

    axes(svg, bottom) {
      const [low, high] = this.plot.interval, last = this.order === this.plot.shown[this.plot.shown.length - 1];
      for (const x of ticks(low, high, Math.max(3, (this.right - this.left) / 70))) {
        const at = this.across(x);
        element(svg, "path", { d: `M${at} ${this.top}V${bottom}`, class: x === 0 ? "zero" : "grid" });
        if (last) element(svg, "text", { x: at, y: bottom + 18, class: "tick middle" }, readable(x, 12));
      }
      for (const y of this.levels) {
        const at = this.down(y);
        element(svg, "path", { d: `M${this.left} ${at}H${this.right}`, class: y === 0 ? "zero" : "grid" });
        element(svg, "text", { x: this.left - 8, y: at + 4, class: "tick end" }, readable(y, 12));
      }
      element(svg, "path", { d: `M${this.left} ${this.top}V${bottom}H${this.right}`, class: "spine" });
      if (last) {
        const words = this.plot.data.variable === this.plot.data.letter ? "" : `${this.plot.data.variable} `;
        const label = element(svg, "text", { x: this.right, y: bottom + 37, class: "label end" }, words);
        element(label, "tspan", { class: "letter" }, this.plot.data.letter);
      }
    }

    // The line through the point, the dots on the curves and, in the first panel, what touches them.
    move(x) {
      this.moving.replaceChildren();
      const at = this.across(x), bottom = this.top + this.height;
      element(this.moving, "path", { d: `M${at} ${this.top}V${bottom}`, class: "pointer" });
      this.plot.functions.forEach((one, n) => {
        const y = this.order > one.top ? NaN : one.at(this.order, x);
        if (!Number.isFinite(y)) return;
        if (this.order === 0 && one.top > 0) this.touch(one, n, x, y);
        if (y < this.ends[0] || y > this.ends[1]) return;
        element(this.moving, "circle", { cx: at, cy: this.down(y), r: 5, class: `point colour-${n % 7}` });
      });
    }

    touch(one, n, x, y) {
      const [low, high] = this.plot.interval, place = one.places.find((other) => other.x === x);
      if (place && place.broken === 0) return;
      const slopes = place && place.broken === 1 ? [place.left[1], place.right[1]] : Array(2).fill(one.at(1, x));
      const group = element(this.moving, "g", { "clip-path": this.inside.getAttribute("clip-path") });
      [low, high].forEach((end, side) => {
        if (!Number.isFinite(slopes[side])) return;
        const [from, to] = [[x, y], [end, y + slopes[side] * (end - x)]];
        const points = cut(from, to, ...this.ends).map(([a, b]) => `${this.across(a)} ${this.down(b)}`);
        element(group, "path", { d: `M${points.join("L")}`, class: `tangent colour-${n % 7}` });
      });
    }
  }

  function cut(from, to, low, high) {  // a line as far as it is seen: far ends would lose its direction
    const beyond = to[1] > high ? high : to[1] < low ? low : null;
    if (beyond === null || to[1] === from[1]) return [from, to];
    const share = (beyond - from[1]) / (to[1] - from[1]);
    return [from, share > 0 ? [from[0] + share * (to[0] - from[0]), beyond] : from];
  }

  // ----------------------------------------------------------------------------------------------------- the plot

  class Plot {
    constructor(root, data, programs) {
      Object.assign(this, { root, data, interval: data.interval });
      this.functions = data.functions.map((one, n) => (one.sampled ? new Sampled(one) : new Computed(one, programs[n])));
      this.top = Math.max(...this.functions.map((one) => one.top));
      this.second = data.order > 1 && this.top > 1;
      this.x = this.start = data.x;
      this.stage = root.querySelector(".stage");
      this.said = root.querySelector(".said");
      root.classList.add("live");
      this.listen();
      this.read();
      new ResizeObserver(() => this.draw()).observe(this.stage);
      this.draw();
    }

    get places() { return this.functions.flatMap((one) => one.places.map((place) => place.x)); }

    get shown() { return [0, 1, 2].filter((order) => order <= Math.min(this.top, this.second ? 2 : 1)); }

    // ------------------------------------------------------------------------------------------------- drawing

    draw() {
      this.width = Math.max(280, this.stage.clientWidth);
      const small = this.width < 520;
      this.named = !small && this.functions.length > 1;
      const longest = Math.max(...this.functions.map((one) => Math.min(one.data.label.length, LONGEST_NAME)));
      [this.left, this.margin] = [small ? 44 : 58, this.named ? 16 + 8.2 * longest : small ? 10 : 18];
      const heights = this.shown.map((order) => Math.round(this.width * (order ? 0.26 : 0.42))).map(
        (height, n) => Math.min(Math.max(height, n ? 130 : 210), n ? 210 : 340));
      this.functions.forEach((one) => one.look(...this.interval));
      const svg = document.createElementNS(SVG, "svg");
      let top = 26;
      this.panels = this.shown.map((order, n) => {
        const panel = new Panel(this, order, top, heights[n]);
        top += heights[n] + 40;
        return panel;
      });
      svg.setAttribute("viewBox", `0 0 ${this.width} ${top + 8}`);
      svg.setAttribute("aria-hidden", "true");
      const widest = Math.max(...this.panels.flatMap((panel) => panel.levels.map((y) => readable(y, 12).length)));
      this.left = Math.max(this.left, 12 + 7.8 * widest);
      this.panels.forEach((panel) => panel.draw(svg));
      this.stage.replaceChildren(svg);
      this.move();
    }

    move() {
      this.panels.forEach((panel) => panel.move(this.x));
      this.tell();
    }

    soon() {  // at most once for each picture of the screen
      this.waiting ??= requestAnimationFrame(() => { this.waiting = undefined; this.draw(); this.write(); });
    }

    tell() {
      const { letter } = this.data, told = [];
      this.functions.forEach((one, n) => {
        const row = this.root.querySelector(`tr[data-function="${n}"]`);
        for (let order = 0; order <= 2; order++) {
          const cell = row.querySelector(`[data-order="${order}"]`), y = order > one.top ? NaN : one.at(order, this.x);
          cell.textContent = fitting(y, one.data.sampled ? 4 : 6);
          cell.dataset.value = cell.title = y;
          cell.hidden = !this.shown.includes(order);
        }
        const note = noted(one.places.find((place) => place.x === this.x), letter);
        const below = this.root.querySelector(`tr[data-note="${n}"]`);
        below.hidden = !note;
        below.firstElementChild.colSpan = 1 + this.shown.length;
        below.firstElementChild.textContent = note;
        told.push(`${one.data.name}: ${readable(one.at(0, this.x), 5)}, slope ${
          one.top > 0 ? readable(one.at(1, this.x), 5) : "unknown"}${note ? `, ${note}` : ""}`);
      });
      this.root.querySelectorAll("th[data-order='2']").forEach((cell) => { cell.hidden = !this.shown.includes(2); });
      const box = this.root.querySelector("[name='x']");
      if (document.activeElement !== box) box.value = short(this.x);
      this.stage.setAttribute("aria-valuenow", this.x);
      this.stage.setAttribute("aria-valuetext", `${letter} = ${readable(this.x)}`);
      clearTimeout(this.telling);
      const sentence = `${letter} = ${readable(this.x)}. ${told.join(". ")}.`;
      this.telling = setTimeout(() => { this.said.textContent = sentence; }, 400);
    }

    // ------------------------------------------------------------------------------------------------ listening

    listen() {
      const [low, high] = this.interval, step = niceStep(high - low, 125);
      this.root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
      this.stage.addEventListener("pointerdown", (event) => {
        this.stage.setPointerCapture(event.pointerId);
        this.point(event);
      });
      this.stage.addEventListener("pointermove", (event) => {
        if (event.pointerType === "mouse" || event.buttons) this.point(event);
      });
      this.stage.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const by = step * (event.shiftKey ? 10 : 1);
        const round = (x) => Number((Math.round(x / step) * step).toPrecision(12));
        const x = {
          ArrowLeft: () => round(this.x - by), ArrowDown: () => round(this.x - by),
          ArrowRight: () => round(this.x + by), ArrowUp: () => round(this.x + by),
          PageDown: () => round(this.x - 10 * step), PageUp: () => round(this.x + 10 * step),
          Home: () => low, End: () => high, n: () => this.next(1), p: () => this.next(-1),
        }[event.key]?.();
        if (x === undefined) return;
        event.preventDefault();
        this.go(x);
      });
      this.root.querySelector("[name='x']").addEventListener("change", (event) => {
        if (event.target.value !== "") this.go(Number(event.target.value));
      });
      this.root.querySelector("[name='second']")?.addEventListener("change", (event) => {
        this.second = event.target.checked;
        this.soon();
      });
      this.root.addEventListener("input", (event) => this.changed(event.target));
      this.root.querySelector("[name='reset']")?.addEventListener("click", () => this.reset());
      const link = this.root.querySelector("[name='link']");
      link?.addEventListener("click", () => this.copy(link));
      if (link && location.protocol === "about:") link.hidden = true;  // a frame of a notebook has no address
      addEventListener("hashchange", () => { this.read(); this.draw(); });
    }

    point(event) {
      const box = this.stage.getBoundingClientRect(), scale = this.width / box.width;
      const { left, right } = this.panels[0], [low, high] = this.interval, width = (high - low) / (right - left);
      const x = low + ((event.clientX - box.left) * scale - left) * width;
      const caught = [...this.places, 0].find((place) => Math.abs(place - x) < 4 * width);  // a place is a point, and hard to meet
      this.go(caught ?? Number(x.toPrecision(Math.max(1, 3 + Math.ceil(Math.log10(Math.abs(x) / width / 400))))));
    }

    next(side) {
      const places = this.places.filter((x) => (x - this.x) * side > 0);
      return places.length ? places.reduce((a, b) => (Math.abs(a - this.x) < Math.abs(b - this.x) ? a : b)) : undefined;
    }

    go(x) {
      if (!Number.isFinite(x)) return;
      this.x = Math.min(Math.max(x, this.interval[0]), this.interval[1]);
      this.move();
      this.write();
    }

    changed(input) {
      const field = input.closest("[data-parameter]");
      if (!field) return;
      const one = this.functions[Number(field.dataset.of)];
      const declared = one.data.parameters.find((parameter) => parameter.name === field.dataset.parameter);
      const value = input.value.trim() === "" ? NaN : Number(input.value);
      const wrong = refusal(declared, value, one);
      field.querySelector(".wrong").textContent = input.type === "range" ? "" : wrong;
      input.setAttribute("aria-invalid", Boolean(wrong) && input.type !== "range");
      if (wrong) return;
      one.values[declared.name] = value;
      this.show(field, value, input);
      this.soon();
    }

    show(field, value, except = null) {
      field.querySelectorAll("input, select").forEach((other) => {
        if (other !== except) other.value = other.type === "number" ? short(value) : value;
        if (other.type === "range") other.setAttribute("aria-valuetext", readable(value));
        if (other !== except) other.removeAttribute("aria-invalid");
      });
    }

    fields() { return [...this.root.querySelectorAll("[data-parameter]")]; }

    reset() {
      for (const one of this.functions) {
        for (const { name, value } of one.data.parameters) one.values[name] = value;
      }
      this.x = this.start;
      this.fields().forEach((field) => {
        this.show(field, this.functions[Number(field.dataset.of)].values[field.dataset.parameter]);
        field.querySelector(".wrong").textContent = "";
      });
      this.soon();
    }

    // ------------------------------------------------------------------------------------- the link holds it all

    get state() {
      const words = [];
      for (const one of this.functions) {
        for (const { name, key, value } of one.data.parameters) {
          if (one.values[name] !== value) words.push([key, one.values[name]]);
        }
      }
      if (this.x !== this.start) words.push([this.data.key, this.x]);
      if (this.second !== (this.data.order > 1 && this.top > 1)) words.push(["order", this.second ? 2 : 1]);
      return words;
    }

    write() {
      clearTimeout(this.writing);
      this.writing = setTimeout(() => {
        const hash = this.state.map(([key, value]) => `${encodeURIComponent(key)}=${value}`).join("&");
        try {
          history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
        } catch { /* a frame without an address of its own */ }
      }, 120);
    }

    read() {
      const given = new Map(location.hash.slice(1).split("&").map((part) => {
        const [key, value = ""] = part.split("=");
        return [safely(key), value.trim() === "" ? NaN : Number(safely(value).replace("−", "-"))];
      }));
      this.functions.forEach((one) => one.data.parameters.forEach((declared) => {
        const value = given.get(declared.key);
        one.values[declared.name] = value === undefined || refusal(declared, value) ? declared.value : value;
      }));
      const x = given.get(this.data.key);
      this.x = Number.isFinite(x) ? Math.min(Math.max(x, this.interval[0]), this.interval[1]) : this.start;
      if (given.has("order") && this.top > 1) this.second = given.get("order") > 1;
      const box = this.root.querySelector("[name='second']");
      if (box) box.checked = this.second;
      this.fields().forEach((field) => {
        this.show(field, this.functions[Number(field.dataset.of)].values[field.dataset.parameter]);
      });
    }

    copy(button) {
      const hash = this.state.map(([key, value]) => `${encodeURIComponent(key)}=${value}`).join("&");
      copied(button, location.href.split("#")[0] + (hash ? `#${hash}` : ""));
    }
  }

  function short(x) { return String(Number(x.toPrecision(12))); }

  function safely(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  // Why a parameter does not take a value; empty where it does.
  function refusal(declared, value, one = null) {
    const { least, most, never, whole, choices } = declared;
    const wrong = !Number.isFinite(value) || value === never || (whole && !Number.isInteger(value))
      || (choices.length && !choices.includes(value))
      || (least !== null && (value < least || (value === least && !declared.takes_least)))
      || (most !== null && (value > most || (value === most && !declared.takes_most)));
    if (wrong) return `${declared.letter} must be ${declared.allowed}`;
    const others = one ? { ...one.values, [declared.name]: value } : null;
    const pair = one?.data.rising.find(([low, high]) => others[low] > others[high]);
    return pair ? `${pair[0]} must be at most ${pair[1]}` : "";
  }

  function noted(place, letter) {
    if (!place || place.broken < 0) return "";
    const sides = [place.left, place.right].map((side) => readable(side[place.broken], 5));
    if (place.pole[place.broken]) return place.broken ? "no slope here: vertical" : "pole";
    if ([place.left[0], place.right[0]].some(Number.isNaN)) return `the domain ends at ${letter} = ${readable(place.x)}`;
    if (place.broken === 0) return `jump, from ${sides[0]} to ${sides[1]}`;
    if (place.broken === 1) return `kink: slope ${sides[0]} from the left, ${sides[1]} from the right`;
    return `f″ jumps, from ${sides[0]} to ${sides[1]}`;
  }

  return { plot: (root, data, programs) => { root.plot = new Plot(root, data, programs); } };
})();
