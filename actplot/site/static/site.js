// The switch of themes, copies of commands, and the search of the front page.
const KEY = "actplot-theme";

function remembered() {
  try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; }  // a page of a file may have no storage
}

function themed(theme) {
  const known = ["light", "dark"].includes(theme);
  if (known) document.documentElement.dataset.theme = theme; else delete document.documentElement.dataset.theme;
  const media = { light: "not all", dark: "all" }[theme] ?? "(prefers-color-scheme: dark)";
  for (const source of document.querySelectorAll("source[data-scheme]")) source.media = media;
}

themed(remembered());  // before anything is seen

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
});

function searched() {
  const index = JSON.parse(document.getElementById("index").textContent);
  const tiles = new Map([...document.querySelectorAll("[data-name]")].map((tile) => [tile.dataset.name, tile]));
  const form = document.querySelector(".search"), clear = document.getElementById("clear");
  const [words, kind, framework] = ["words", "kind", "framework"].map((id) => document.getElementById(id));
  const boxes = [...form.querySelectorAll("[name=trait]")];
  const plain = (text) => text.toLowerCase().replace(/[_-]/g, " ");
  for (const one of index) {
    one.text = plain([one.name, one.title, one.kind ?? "", one.family ?? "", one.description, ...one.aliases].join(" "));
    one.joined = plain([one.name, ...one.aliases].join(" ")).replaceAll(" ", "");
  }

  function show() {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    const traits = boxes.filter((box) => box.checked).map((box) => box.value);
    let count = 0;
    for (const one of index) {
      const fits = (wanted.every((word) => one.text.includes(word)) || one.joined.includes(wanted.join("")))
        && (!kind?.value || one.kind === kind.value)
        && (!framework?.value || one.frameworks.includes(framework.value))
        && traits.every((trait) => one.traits.includes(trait));
      tiles.get(one.name).hidden = !fits;
      count += fits;
    }
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-name]:not([hidden])");
    }
    document.getElementById("found").textContent = count ? `${count} of ${index.length}` : "Nothing is found.";
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
  clear.addEventListener("click", () => { form.reset(); show(); words.focus(); });
  addEventListener("hashchange", () => { if (location.hash.includes("=")) read(); });
  addEventListener("pageshow", show);  // a browser restores what was typed
  read();
}
