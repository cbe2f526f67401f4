// Puts what the server rendered on the page: markup, direction, language, theme, title and focus.

const RULES = { createHTML: (html) => html, createScriptURL: sameOrigin };
const policy = window.trustedTypes?.createPolicy("verilink", RULES) ?? RULES;
const root = document.documentElement;
let leaveScreen = () => {};

export function swap(app, { screen, locale, dir, theme }, quiet = false) {
  const held = quiet && document.activeElement?.dataset.action;
  leave();
  if (locale) root.lang = locale;
  if (dir) root.dir = dir;
  if (theme) applyTheme(theme);
  app.innerHTML = policy.createHTML(screen.html);
  document.title = screen.title;
  if (quiet) return follow(app, held);
  window.scrollTo(0, 0);
  if (window.parent === window || document.hasFocus()) focusHeading(app); // a page around this one keeps its focus
}

// The same page with news on it: the place and the focus stay, and the news is said.
function follow(app, held) {
  app.firstElementChild.classList.remove("fresh");
  if (held) app.querySelector(`[data-action="${held}"]`)?.focus({ preventScroll: true });
  say(app.querySelector("[data-live]")?.textContent ?? "");
}

// What stands in the inputs, and putting it there again.
const INPUTS = "form :is(input, select, textarea)[name]:not([type=file])";
export function typed(within) { return [...within.querySelectorAll(INPUTS)].map(({ name, value, checked }) => ({ name, value, checked })); }
export function retype(within, inputs) {
  for (const input of within.querySelectorAll(INPUTS)) {
    const ticks = ["checkbox", "radio"].includes(input.type);
    const same = inputs.find((each) => each.name === input.name && (!ticks || each.value === input.value));
    if (same && ticks) input.checked = same.checked;
    else if (same) input.value = same.value;
  }
}

// The answers of a form: lists of those whose names end in [].
export function collect(data) {
  const values = {};
  for (const name of new Set(data.keys())) {
    const all = data.getAll(name);
    values[name.replace(/\[\]$/, "")] = name.endsWith("[]") ? all.filter(Boolean) : all.at(-1);
  }
  return values;
}

function sameOrigin(address) {
  if (new URL(address, location.href).origin !== location.origin) throw new TypeError("a script of another origin");
  return address;
}

// The address of a script of ours, as a worker's constructor wants it.
export function scriptAddress(url) { return policy.createScriptURL(url.href); }

// What this browser remembers, or only this tab; nothing where storage is switched off.
export function remembered(name, place = "localStorage") {
  try { return window[place].getItem(`verilink:${name}`); } catch { return null; }
}
export function remember(name, value, place = "localStorage") {
  try { window[place].setItem(`verilink:${name}`, value); } catch { /* for this page load only */ }
}

export function whenLeaving(action) { leaveScreen = action ?? (() => {}); }
export function leave() { leaveScreen(); leaveScreen = () => {}; }

// What happens, for whoever wants to know: nobody on a page of its own, the page around it when there is one.
export function signal(name, metadata = {}) { document.dispatchEvent(new CustomEvent("flow", { detail: { name, metadata } })); }

// Focus makes a screen reader say the new heading, once.
export function focusHeading(within) {
  const invalid = within.querySelector("[aria-invalid=true]");
  const heading = [...within.querySelectorAll("h1")].find((found) => found.offsetParent !== null);
  (invalid ?? heading)?.focus({ preventScroll: !invalid });
}

// Shows one of the parts of a screen that has several (introduction, camera, review …).
export function showPart(flow, name) {
  for (const part of flow.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
  flow.classList.toggle("filming", flow.querySelector(`[data-part="${name}"]`)?.hasAttribute("data-filming") ?? false);
  window.scrollTo(0, 0);
  focusHeading(flow);
  signal("part", { part: name });
}

// How much of what is being sent has left, 0 to 1.
export function showSent(flow, share) {
  const bar = flow.querySelector("[data-sending] progress");
  if (!bar) return;
  bar.value = share;
  flow.querySelector("[data-percent]").textContent = new Intl.NumberFormat(root.lang, { style: "percent" }).format(share);
}

export function say(text, target = document.getElementById("status")) {
  if (target && target.textContent !== text) target.textContent = text;
}

// What became of a small form, below its input.
export function sayBelow(form, input, text, isGood = false) {
  const said = form.querySelector("[role=status]");
  said.className = isGood ? "sent" : "error";
  if (isGood) input.removeAttribute("aria-invalid");
  else { input.setAttribute("aria-invalid", "true"); input.focus(); }
  say(text ?? "", said);
}

function applyTheme({ href, variant }) {
  if (variant) root.dataset.variant = variant;
  else delete root.dataset.variant;
  const link = document.getElementById("theme") ?? document.head.appendChild(Object.assign(document.createElement("link"), { id: "theme", rel: "stylesheet" }));
  if (href && link.getAttribute("href") !== href) link.setAttribute("href", href);
}
