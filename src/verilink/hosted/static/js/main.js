// The flow in the browser: opens or creates the inquiry, then shows screen after screen and sends answers.

import { heard, plan } from "./ending.js";
import { call, freshKey, hasToken, setInApp, setToken, watchConnection } from "./net.js";
import { collect, focusHeading, remember, remembered, retype, signal, swap, typed, whenLeaving } from "./view.js";

const app = document.getElementById("app");
const MODULES = { capture: "./capture.js", selfie: "./selfie.js", countries: "./countries.js", waiting: "./waiting.js",
  proof: "./proof.js", page: "./page.js", papers: "./papers.js" };
const loadKey = freshKey();
let busy = false;
let kept = null; // what stood in the inputs before the language changed

export const flow = { get root() { return app.querySelector(".flow"); }, get step() { return flow.root.dataset.step; }, receive, act, adopt };

// ---- opening

async function open() {
  returnTo(history.state?.inquiry);
  const inquiry = parameter("inquiry-id");
  setInApp(parameter("is-webview") === "true");
  const token = inquiry && recall(inquiry);
  const answer = await call("POST", "/flow/start", { json: { query: location.search.slice(1), token, key: loadKey } });
  await adopt(answer);
}

// A session that was opened: kept for this tab, and for its reload when it goes on with something begun earlier.
export async function adopt(answer) {
  const { body } = answer;
  if (body.token) adoptToken(body);
  if (body.resumed) history.replaceState(null, "", `${location.pathname}?inquiry-id=${body["inquiry-id"]}`);
  await receive(answer);
}

// The browser's own way back to a generic link leads to what was begun there, unlike the link itself.
function returnTo(inquiry) {
  const came = performance.getEntriesByType("navigation")[0]?.type;
  if (window.parent === window && inquiry && came === "back_forward" && recall(inquiry)) history.replaceState(history.state, "", `${location.pathname}?inquiry-id=${inquiry}`);
}

function adoptToken({ token, "inquiry-id": inquiry }) {
  setToken(token);
  remember(inquiry, token, "sessionStorage");
  history.replaceState({ inquiry }, "");
  cleanAddress(inquiry);
}

function recall(inquiry) { return remembered(inquiry, "sessionStorage"); }

// Secrets leave the address bar and the history; a generic link stays as it was.
function cleanAddress(inquiry) {
  const query = new URLSearchParams(location.search);
  const names = [...query.keys()].filter((name) => ["session-token", "code"].includes(kebab(name)));
  if (!names.length) return;
  for (const name of names) query.delete(name);
  if (!parameter("inquiry-id")) query.set("inquiry-id", inquiry);
  history.replaceState(null, "", `${location.pathname}?${query}`);
}

function parameter(wanted) {
  for (const [name, value] of new URLSearchParams(location.search)) if (kebab(name) === wanted) return value;
  return null;
}

function kebab(name) { return name.replace(/_/g, "-").replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase(); }

// ---- screens

async function receive({ status, body }, quiet = false) {
  if (!body.screen) return;
  setToken(body.token);
  // Its module is there before the screen is: no button that does nothing yet.
  const name = /data-module="([a-z]+)"/.exec(body.screen.html)?.[1];
  const module = name && await load(name);
  swap(app, body, quiet);
  if (kept?.step === flow.step) retype(app, kept.inputs);
  if (module) whenLeaving(module.mount(flow));
  if (body.ends) plan(body.ends, ACTIONS.show);
  signal("answer", { status, body });
}

// A module that could not be fetched stays failed under its address, so each try has an address of its own.
async function load(name, tries = 0) {
  try {
    return await import(MODULES[name] + (tries ? `?${tries}` : ""));
  } catch (error) {
    if (tries > 100) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return load(name, tries + 1);
  }
}

async function send(path, json, control) {
  if (busy) return;
  busy = true;
  control?.setAttribute("aria-busy", "true");
  try {
    await receive(await call("POST", path, { json }));
  } finally {
    busy = false;
    control?.removeAttribute("aria-busy");
  }
}

// A choice that changes nothing on the screen, which may be in the middle of something.
async function set(path, json) {
  const answer = await call("POST", path, { json });
  if (!answer.ok) await receive(answer);
}

const ACTIONS = {
  back: (button) => send("/flow/back", { step: flow.step, page: flow.root.dataset.page }, button),
  reload: () => (hasToken() ? ACTIONS.show() : location.reload()), // a generic link loaded again would begin anew
  show: async () => receive(await call("GET", "/flow/screen")),
  leave: () => document.getElementById("leave").showModal(),
  handoff: (button) => send("/flow/handoff", {}, button),
  here: (button) => send("/flow/turn", { to: "here" }, button),
  giveBack: (button) => send("/flow/turn", { to: "first" }, button),
  newLink: (button) => send("/flow/new-link", newLink(), button),
  extend: async () => {
    const answer = await call("POST", "/flow/extend");
    heard();
    if (answer.body.ends) plan(answer.body.ends, ACTIONS.show);
    else await receive(answer);
  },
  heard,
  stay: () => document.getElementById("leave").close(),
  exit: async (button) => {
    if (busy) return;
    await send("/flow/exit", {}, button);
    signal("exit");
  },
};
function newLink() { return { query: location.search.slice(1), inquiry: flow.root.dataset.reference }; }
function act(name) { return ACTIONS[name](); }
const CHANGES = {
  language: (select) => speak(select.value),
  simulate: (box) => set("/flow/simulate", { outcome: box.checked ? "pass" : "fail" }),
};

// Another language keeps the step, what was typed and the focus.
async function speak(language) {
  kept = { step: flow.step, inputs: typed(app) };
  const beside = flow.root.dataset.screen === "handoff"; // stands beside the flow, which the answer would show
  const left = flow.root.dataset.problem === "left";
  if (flow.step || left) await send("/flow/language", { language, left });
  else await repeat(language);
  if (beside) await ACTIONS.handoff();
  kept = null;
  app.querySelector("[data-change=language]")?.focus({ preventScroll: true });
}

// A page that belongs to no step: asked for once more, which changes nothing.
async function repeat(language) {
  document.documentElement.lang = language;
  if (flow.root.dataset.problem === "link_sent") return send("/flow/new-link", { ...newLink(), sent: true });
  if (hasToken()) return ACTIONS.show();
  const query = new URLSearchParams(location.search);
  query.set("language", language);
  return location.replace(`?${query}`);
}

app.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  const action = button && ACTIONS[button.dataset.action];
  if (action) action(button);
});
app.addEventListener("change", (event) => CHANGES[event.target.dataset.change]?.(event.target));
app.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-answer]");
  if (!form) return;
  event.preventDefault();
  const data = new FormData(form);
  if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
  signal("step-transitioning", { name: flow.step });
  send("/flow/answer", { step: flow.step, values: collect(data) }, event.submitter);
});

// ---- the page itself

watchConnection((online) => {
  const notice = document.getElementById("offline");
  if (notice.hidden !== online) notice.hidden = online;
});
window.addEventListener("offline", () => { document.getElementById("offline").hidden = false; });
window.addEventListener("online", () => { document.getElementById("offline").hidden = true; });
window.addEventListener("pageshow", (event) => { if (event.persisted && flow.root) focusHeading(app); });

// A page that the browser prepares in advance must not create an inquiry; one that only fills its cache never does.
if (document.prerendering) document.addEventListener("prerenderingchange", open, { once: true });
else if (!("idle" in app.dataset)) open();
