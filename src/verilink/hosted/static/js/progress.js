// Waits for the verdict: asks "has anything changed since revision N?" and is answered when it has, or after a while.

import { call } from "./net.js";
import { say } from "./view.js";

const SLOW_AFTER = 12000;

export function mount(flow) {
  const stop = new AbortController();
  const { root } = flow;
  const late = root.querySelector("[data-slow]");
  const slow = late && setTimeout(() => say(late.textContent, root.querySelector("#wait-note")), SLOW_AFTER);
  follow(flow, root.dataset.revision, stop.signal).catch(() => {});
  return () => { clearTimeout(slow); stop.abort(); };
}

export async function follow(flow, revision, signal) {
  while (!signal.aborted) {
    const answer = await call("GET", `/flow/progress?revision=${revision}`, { signal });
    if (signal.aborted) return;
    if (answer.body.screen) return void await flow.receive(answer, looksOn(flow) && answer.body.screen.name === "elsewhere");
    if (!answer.ok) await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

// Whoever looks on while another device goes on is told what happens there, without losing the place on this page.
function looksOn({ root }) { return root.dataset.screen === "elsewhere"; }
