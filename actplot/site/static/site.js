// The switch of themes, copies of commands, and the search of the front page.
const KEY = "actplot-theme";

function remembered() {
  try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; }  // a page of a file may have no storage
}

function themed(theme) {
  const known = ["light", "dark"].includes(theme);
  if (known) document.documentElement.dataset.theme = theme; else delete document.documentElement.dataset.theme;
  const media = { light: "not all", dark: "screen" }[theme] ?? "screen and (prefers-color-scheme: dark)";
  for (const source of document.querySelectorAll("source[data-scheme]")) source.media = media;
}

document.documentElement.classList.add("live");  // what needs a script is seen
themed(remembered());  // before anything is

addEventListener("DOMContentLoaded", () => {
  const select = document.getElementById("theme");
  select.value = remembered();
  themed(select.value);
  select.addEventListener("change", () => {
    themed(select.value);
    try {
      if (select.value) localStorage.setItem(KEY, select.value); else localStorage.removeItem(KEY);
    } catch { /* it holds for this page */ }
  });
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copied(button, button.parentElement.querySelector("code").textContent));
  }
  if (document.getElementById("index")) searched();
});

// How many letters are to be changed, added, left out or exchanged with their neighbour.
function distance(one, other) {
  let before = [], last = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    [before, last] = [last, row];
  }
  return last[other.length];
}

function searched() {
  const index = JSON.parse(document.getElementById("index").textContent);
  const tiles = new Map([...document.querySelectorAll("[data-name]")].map((tile) => [tile.dataset.name, tile]));
  const form = document.querySelector(".search"), clear = document.getElementById("clear");
  const [words, kind, framework] = ["words", "kind", "framework"].map((id) => document.getElementById(id));
  const boxes = [...form.querySelectorAll("[name=trait]")];
  const plain = (text) => text.toLowerCase().replace(/[_-]/g, " ");
  for (const one of index) {
    const names = [one.name, one.title, ...one.aliases], more = [one.kind ?? "", one.family ?? "", one.description];
    one.text = plain([...names, ...more, ...one.topics ?? [], ...one.codes ?? []].join(" "));
    one.joined = names.map((name) => plain(name).replaceAll(" ", ""));
  }

  // What matches: all words, or the name without its spaces; else the last part of a name with dots, such as F.relu;
  // else what is spelt nearly so.
  function matching(wanted) {
    const joined = wanted.join(""), last = joined.split(".").at(-1).replace(/\(.*/, "");
    const found = index.filter((one) => wanted.every((word) => one.text.includes(word))
      || one.joined.some((name) => name.includes(joined)));
    if (found.length || !last) return { found, near: false };
    const called = index.filter((one) => one.joined.includes(last));
    if (called.length) return { found: called, near: false };
    const far = index.map((one) => Math.min(...one.joined.map((name) => distance(last, name))));
    const least = Math.min(...far), most = last.length < 6 ? 1 : last.length < 10 ? 2 : 3;
    return { found: index.filter((_, n) => least <= most && far[n] === least), near: true };
  }

  function show() {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    const traits = boxes.filter((box) => box.checked).map((box) => box.value);
    const { found, near } = matching(wanted), matched = new Set(found);
    let count = 0;
    for (const one of index) {
      const fits = matched.has(one)
        && (!kind?.value || one.kind === kind.value)
        && (!framework?.value || one.frameworks.includes(framework.value))
        && traits.every((trait) => one.traits.includes(trait));
      tiles.get(one.name).hidden = !fits;
      count += fits;
    }
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-name]:not([hidden])");
    }
    const told = near ? `Nothing is called so; ${count} of ${index.length} nearly` : `${count} of ${index.length}`;
    document.getElementById("found").textContent = count ? told : "Nothing is found.";
    clear.hidden = count === index.length;
    write(wanted, traits);
  }

  function write(wanted, traits) {
    const state = new URLSearchParams();
    if (wanted.length) state.set("q", words.value.trim());
    if (kind?.value) state.set("kind", kind.value);
    if (framework?.value) state.set("framework", framework.value);
    for (const trait of traits) state.append("trait", trait);
    const said = String(state);
    if (!said && !location.hash.includes("=")) return;
    try {
      history.replaceState(null, "", said ? `#${said}` : location.pathname + location.search);
    } catch { /* a frame without an address of its own */ }
  }

  function read() {
    const state = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    const choose = (select, value) => {
      if (select) select.value = [...select.options].some((option) => option.value === value) ? value : "";
    };
    words.value = state.get("q") ?? "";
    choose(kind, state.get("kind") ?? "");
    choose(framework, state.get("framework") ?? "");
    boxes.forEach((box) => { box.checked = state.getAll("trait").includes(box.value); });
    if (boxes.some((box) => box.checked)) boxes[0].closest("details").open = true;
    show();
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => { form.reset(); show(); words.focus(); });
  addEventListener("hashchange", () => { if (location.hash.includes("=")) read(); });
  addEventListener("pageshow", show);  // a browser restores what was typed
  read();
}
