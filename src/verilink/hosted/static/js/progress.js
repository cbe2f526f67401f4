// Waits for the verdict: asks "has anything changed since revision N?" and is answered when it has, or after a while.

import { call } from "./net.js";
import { say } from "./view.js";

const SLOW_AFTER = 12000;

export function mount(flow) {
  const stop = new AbortController();
  const { root } = flow;
  const slow = setTimeout(() => say(root.querySelector("[data-slow]").textContent, root.querySelector("#wait-note")), SLOW_AFTER);
  follow(flow, root.dataset.revision, stop.signal).catch(() => {});
  return () => { clearTimeout(slow); stop.abort(); };
}

async function follow(flow, revision, signal) {
  while (!signal.aborted) {
    const answer = await call("GET", `/flow/progress?revision=${revision}`, { signal });
    if (signal.aborted) return;
    if (answer.body.screen) return void await flow.receive(answer);
    if (!answer.ok) await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
