// The page with the code for another device: waits until that one opens the link, and sends the link on request.

import { call } from "./net.js";
import { follow } from "./progress.js";
import { say, signal } from "./view.js";

export function mount(flow) {
  const stop = new AbortController();
  flow.root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-send]");
    if (!form) return;
    event.preventDefault();
    send(flow, form);
  });
  follow(flow, flow.root.dataset.revision, stop.signal).catch(() => {});
  return () => stop.abort();
}

async function send(flow, form) {
  const button = form.querySelector("button"); const input = form.elements.to;
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const answer = await call("POST", "/flow/handoff/send", { json: { method: form.dataset.send, to: input.value } });
  button.removeAttribute("aria-busy");
  if (answer.body.screen) return void await flow.receive(answer);
  const said = form.querySelector("[role=status]");
  said.className = answer.body.sent ? "sent" : "error";
  if (answer.body.sent) { input.removeAttribute("aria-invalid"); signal("one-time-link-sent", { method: form.dataset.send }); }
  else { input.setAttribute("aria-invalid", "true"); input.focus(); }
  say(answer.body.say ?? "", said);
}
