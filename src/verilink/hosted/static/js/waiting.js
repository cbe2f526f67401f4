// Pages that wait for news: a verdict, another device, a code. They ask "has anything changed since revision N?" and are
// answered when it has, or after a while.

import { call } from "./net.js";
import { say, sayBelow, signal } from "./view.js";

const SLOW_AFTER = 12000;

export function mount(flow) {
  const stop = new AbortController();
  const { root } = flow;
  const [late, again] = ["[data-slow]", "[data-again]"].map((name) => root.querySelector(name));
  const slow = late && setTimeout(() => say(late.textContent, root.querySelector("#wait-note")), SLOW_AFTER);
  const ticking = again && countDown(again);
  if (again) expectCode(root, stop.signal);
  for (const form of root.querySelectorAll("[data-send]")) form.addEventListener("submit", (event) => send(flow, event));
  follow(flow, root.dataset.revision, stop.signal);
  return () => { clearTimeout(slow); clearInterval(ticking); stop.abort(); };
}

async function follow(flow, revision, signalled) {
  while (!signalled.aborted) {
    const answer = await call("GET", `/flow/progress?revision=${revision}`, { signal: signalled }).catch((error) => ending(error, signalled));
    if (signalled.aborted) return;
    if (answer.body.screen) return void await flow.receive(answer, looksOn(flow) && answer.body.screen.name === "elsewhere");
    if (!answer.ok) await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

function ending(error, { aborted }) { if (!aborted) throw error; }

// Whoever looks on while another device goes on is told what happens there, without losing the place on this page.
function looksOn({ root }) { return root.dataset.screen === "elsewhere"; }

// The wait for another code is kept by the server; the page only shows it. The button stays where it can be found.
function countDown(form) {
  const button = form.querySelector("button"); const note = form.querySelector("[data-wait]");
  const ends = Date.now() + Number(form.dataset.again) * 1000;
  const tick = () => {
    const left = Math.ceil((ends - Date.now()) / 1000);
    button.disabled = left > 0;
    note.hidden = left <= 0;
    if (left > 0) note.textContent = note.dataset.text.replace("{seconds}", left);
    else clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
  return timer;
}

// Phones that read the code from the message themselves (WebOTP) fill it in; the person still confirms it.
async function expectCode(root, signalled) {
  say(root.querySelector("[data-live]")?.textContent ?? ""); // that another code is on its way
  if (!("OTPCredential" in window)) return;
  const input = root.querySelector("#code");
  try {
    const found = await navigator.credentials.get({ otp: { transport: ["sms"] }, signal: signalled });
    if (found?.code && !input.value) input.value = found.code;
  } catch { /* no message came, or the page was left */ }
}

// The link for another device.
async function send(flow, event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button"); const input = form.elements.to;
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const answer = await call("POST", "/flow/handoff/send", { json: { method: form.dataset.send, to: input.value } });
  button.removeAttribute("aria-busy");
  const { body } = answer;
  if (body.screen) return void await flow.receive(answer);
  if (body.sent) signal("one-time-link-sent", { method: form.dataset.send });
  sayBelow(form, input, body.say, body.sent);
}
