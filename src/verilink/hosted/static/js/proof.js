// The code of a mail, by which somebody goes on with what they began; or a new beginning.

import { call, freshKey } from "./net.js";
import { sayBelow } from "./view.js";

export function mount(flow) {
  const { root } = flow;
  const key = freshKey();
  root.addEventListener("submit", (event) => { event.preventDefault(); prove(flow, event.target, event.submitter); });
  root.querySelector("[data-do=fresh]").addEventListener("click", async () => {
    await flow.adopt(await call("POST", "/flow/start", { json: { query: location.search.slice(1), key, fresh: true } }));
  });
}

async function prove(flow, form, button) {
  const input = form.elements.code;
  if (!input.value.trim()) return input.focus();
  button?.setAttribute("aria-busy", "true");
  const answer = await call("POST", "/flow/proof", { json: { query: location.search.slice(1), proof: flow.root.dataset.proof, code: input.value } });
  button?.removeAttribute("aria-busy");
  if (answer.body.screen) return void await flow.adopt(answer);
  return sayBelow(form, input, answer.body.say);
}
