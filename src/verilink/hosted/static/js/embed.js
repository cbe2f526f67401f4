// The flow inside a company's page: tells that page what happens and does what it asks for. The server has checked who
// may frame this page; messages go to that origin only and are taken from it only. Names: docs/reference/embedding.md.

import { flow } from "./main.js";
import { call, hasToken } from "./net.js";
import { focusHeading, leave } from "./view.js";

const config = JSON.parse(document.querySelector("meta[name=embedding]")?.content ?? "null"); // none: only fill the cache
const STATUS = { application_error: 0, invalid_config: 400, unauthenticated: 409, inactive_template: 422 };
const PATIENCE = 3000; // for a server that cannot be reached while somebody leaves
const at = { screen: "", title: "", part: "", inquiryId: config?.inquiryId, sessionToken: undefined, started: false, over: false, result: null };

function post(name, metadata, error) {
  if (window.parent === window) return;
  const { containerId, templateId, templateVersionId, target } = config;
  window.parent.postMessage({ name, containerId, templateId, templateVersionId, metadata, error }, target);
}

// ---- what happens here

const HEARD = { answer: onAnswer, part: onPart, exit };

function hear({ detail: { name, metadata } }) {
  if (HEARD[name]) HEARD[name](metadata);
  else post(name, metadata);
}

function onAnswer({ status, body }) {
  at.sessionToken = body.token ?? at.sessionToken;
  at.inquiryId = body["inquiry-id"] ?? at.inquiryId;
  if (body.token && !at.started) begin();
  tellOfOtherDevice(at.screen, body.screen.name);
  at.screen = body.screen.name;
  at.title = document.querySelector("h1")?.textContent ?? body.screen.title;
  if (at.screen === "finish") at.result ??= call("GET", "/widget/result");
  onPart({ part: "" });
  if (body.code) fail(body.code, status, body.errors?.[0]?.details);
}

function begin() {
  at.started = true;
  const borderRadius = getComputedStyle(document.documentElement).getPropertyValue("--brand-radius").trim();
  post("ready", { preferredDimensions: config.dimensions, styles: { borderRadius } });
  post("start", { inquiryId: at.inquiryId });
}

const AWAY = ["handoff", "elsewhere"];

function tellOfOtherDevice(before, now) {
  if (now === "elsewhere" && before !== now) post("one-time-link-start");
  if (AWAY.includes(before) && ![...AWAY, "finish"].includes(now)) post("one-time-link-exit");
}

function onPart({ part }) {
  at.part = part;
  const name = part && part !== "intro" ? `${at.screen}-${part}` : at.screen;
  const path = `/${name}`;
  const shown = flow.root;
  const pageHeight = Math.ceil(shown.getBoundingClientRect().bottom + window.scrollY);
  post("page-change", { name, nameDisplay: at.title, path, pathname: path, pageHeight });
}

function fail(code, status, message) { post("error", { code }, { status: STATUS[code] ?? status, code, message }); }

function exit() { post("exit", { inquiryId: at.inquiryId, sessionToken: at.sessionToken }); }

// The person is done and leaves this page: the moment for the company's own to go on.
async function close() {
  if (!at.result) return exit();
  if (at.over) return undefined; // a double tap
  at.over = true;
  const { ok, status, body } = await at.result;
  if (ok) return post(body.status === "failed" ? "fail" : "complete", body);
  return fail(body.code ?? "application_error", status, body.errors?.[0]?.details);
}

function crash(reason) { fail("application_error", 0, String(reason?.message ?? reason)); }

// ---- what the page around asks for

const ASKED = {
  open() { at.over = false; window.focus(); focusHeading(document); },
  exit: ({ force } = {}) => (force ? leaveNow() : ask()),
  destroy: leave,
};

function obey({ source, origin, data }) {
  if (source !== window.parent || source === window || !config.listened.includes(origin)) return;
  if (data && Object.hasOwn(ASKED, data.action)) ASKED[data.action](data.metadata ?? {});
}

function ask() {
  const dialog = document.getElementById("leave");
  if (!dialog) return void close();
  if (!dialog.open) flow.act("leave");
}

async function leaveNow() {
  leave();
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  const left = hasToken() && !at.result ? await Promise.race([call("POST", "/flow/exit", { json: {} }), late]) : undefined;
  if (left) await flow.receive(left);
  exit();
}

// ---- the beginning

function pad(name, sides) {
  for (const side of Object.keys(sides)) document.documentElement.style.setProperty(`--${name}-${side}`, sides[side]);
}

if (config) {
  document.addEventListener("flow", hear);
  document.addEventListener("click", ({ target }) => { if (target.closest("[data-action=close]")) close(); });
  window.addEventListener("error", ({ error, message }) => crash(error ?? message));
  window.addEventListener("unhandledrejection", ({ reason }) => crash(reason));
  window.addEventListener("message", obey);
  pad("pad", config.widgetPadding);
  pad("bar", config.navigationPadding);
  post("load");
}
