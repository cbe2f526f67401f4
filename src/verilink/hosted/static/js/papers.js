// Pages of a paper: files are sent one after the other, each shown as received before the next begins.

import { capture, send } from "./sending.js";
import { showSent } from "./view.js";

let waiting = []; // chosen together, not sent yet

export function mount(flow) {
  const stop = new AbortController();
  const { root } = flow;
  root.addEventListener("click", (event) => {
    const way = event.target.closest("[data-do]")?.dataset.do;
    if (way) root.querySelector(`#${way}`).click();
  }, { signal: stop.signal });
  root.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    waiting = [...event.target.files].map((file) => [file, event.target.id === "native" ? "manual" : "upload"]);
    event.target.value = "";
    next(flow, stop.signal);
  }, { signal: stop.signal });
  if (root.dataset.page) next(flow, stop.signal);
  else waiting = [];
  return () => stop.abort();
}

async function next(flow, signal) {
  if (!waiting.length) return;
  const [file, method] = waiting.shift();
  const { page } = flow.root.dataset;
  const bar = flow.root.querySelector("[data-sending]");
  const refused = flow.root.querySelector("[data-refused]");
  bar.hidden = false; refused.hidden = true;
  const { step } = flow;
  const sent = await send({ step, page, blob: file, method, onProgress: (share) => showSent(flow.root, share), signal });
  if (!sent.ok) waiting = [];
  if (sent.body.screen) return void await flow.receive(sent);
  await flow.receive(await capture(step, page, sent, signal));
}
