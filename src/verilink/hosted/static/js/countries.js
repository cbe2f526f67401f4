// A combobox (ARIA 1.2 pattern, list only): type a part of the country's name in any spelling, choose with keys or touch.

import { signal } from "./view.js";

export function mount(flow) {
  const input = flow.root.querySelector("[role=combobox]");
  if (!input) return undefined;
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const state = { input, list, hidden: flow.root.querySelector("input[name=country]"), none: list.querySelector(".none"),
    options: sorted(list), active: -1, chosen: input.value };
  const chosen = state.options.find((option) => option.dataset.value === state.hidden.value);
  if (chosen) state.chosen = input.value = chosen.textContent.trim();
  input.addEventListener("input", () => { filter(state, input.value); open(state); });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { filter(state, ""); open(state); });
  input.addEventListener("keydown", (event) => onKey(state, event));
  input.addEventListener("blur", () => { close(state); input.value = state.chosen; });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(state, event.target.closest("[role=option]")));
  return undefined;
}

// In the order of the language: the server knows the names, the browser knows where Ä, Č and 中 belong.
function sorted(list) {
  const { compare } = new Intl.Collator(document.documentElement.lang);
  const options = [...list.querySelectorAll("[role=option]")].sort((a, b) => compare(a.textContent, b.textContent));
  list.prepend(...options);
  return options;
}

export function plain(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim(); }

function filter(state, text) {
  const wanted = plain(text);
  const starts = (option) => option.dataset.search.split("|").some((name) => name.startsWith(wanted));
  for (const option of state.options) option.hidden = !option.dataset.search.includes(wanted);
  const shown = state.options.filter((option) => !option.hidden);
  state.none.hidden = shown.length > 0;
  const best = wanted ? shown.find(starts) ?? shown[0] : shown.find((option) => option.dataset.value === state.hidden.value);
  activate(state, best ? state.options.indexOf(best) : -1);
}

function open(state) {
  state.list.hidden = false;
  state.input.setAttribute("aria-expanded", "true");
  state.options[state.active]?.scrollIntoView({ block: "nearest" });
}

function close(state) {
  state.list.hidden = true;
  state.input.setAttribute("aria-expanded", "false");
  state.input.removeAttribute("aria-activedescendant");
}

function activate(state, index) {
  state.options[state.active]?.setAttribute("aria-selected", "false");
  state.active = index;
  const option = state.options[index];
  if (!option) return state.input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  state.input.setAttribute("aria-activedescendant", option.id);
  return option.scrollIntoView({ block: "nearest" });
}

function onKey(state, event) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (move) {
    event.preventDefault();
    if (state.list.hidden) { filter(state, ""); return open(state); }
    return step(state, move);
  }
  if (event.key === "Enter") {
    event.preventDefault(); // the browser would press the first kind of document
    if (state.list.hidden) { filter(state, ""); return open(state); }
    return choose(state, state.options[state.active]);
  }
  if (event.key === "Escape") { close(state); state.input.value = state.chosen; }
  return undefined;
}

function step(state, move) {
  const shown = state.options.filter((option) => !option.hidden);
  const at = shown.indexOf(state.options[state.active]);
  const next = shown[(at + move + shown.length) % shown.length];
  if (next) activate(state, state.options.indexOf(next));
}

function choose(state, option) {
  if (!option) return;
  state.chosen = option.textContent.trim();
  state.input.value = state.chosen;
  state.hidden.value = option.dataset.value;
  signal("country-select", { countryCode: option.dataset.value });
  close(state);
}
