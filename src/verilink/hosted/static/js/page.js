// A page of inputs: shows what else is asked once something is chosen, sends files at once, writes masks while typing.

import { call } from "./net.js";
import { send } from "./sending.js";
import { collect, showSent, signal } from "./view.js";

export function mount(flow) {
  const stop = new AbortController();
  const { root } = flow;
  const on = (name, act) => root.addEventListener(name, act, { signal: stop.signal });
  on("change", (event) => {
    if (event.target.closest("[data-live]")) redraw(flow);
    if (event.target.type === "file") keep(flow, event.target, stop.signal);
  });
  on("input", (event) => event.target.dataset.mask && shape(event));
  return () => stop.abort();
}

// What is typed is kept, also while the answer is on its way; the focus stays where it is.
async function redraw(flow) {
  const { step } = flow;
  const values = collect(new FormData(flow.root.querySelector("#form")));
  const answer = await call("POST", "/flow/draft", { json: { step, values } });
  if (flow.step !== step) return;
  const typed = texts(flow).map((one) => [one.name, one.value]);
  const { name, value, id } = document.activeElement;
  await flow.receive(answer, true);
  const now = new Map(texts(flow).map((one) => [one.name, one]));
  for (const [key, text] of typed) if (now.has(key)) now.get(key).value = text;
  const again = name ? [...flow.root.querySelectorAll(`[name="${CSS.escape(name)}"]`)] : [];
  (again.find((one) => (id ? one.id === id : one.value === value)) ?? again[0])?.focus({ preventScroll: true });
}

function texts({ root }) { return [...root.querySelectorAll("input.input:not([type=file]), textarea")]; }

async function keep(flow, input, signalled) {
  const field = input.closest("[data-file]");
  const [blob] = input.files;
  if (!blob) return;
  const [kept, refused, bar] = ["[data-kept]", "[data-refused]", "[data-sending]"].map((one) => field.querySelector(one));
  refused.hidden = true; kept.textContent = ""; bar.hidden = false;
  input.setAttribute("aria-busy", "true");
  const answer = await send({ step: flow.step, page: field.dataset.file, blob, method: "upload", folder: "files",
    onProgress: (share) => showSent(field, share), signal: signalled });
  input.removeAttribute("aria-busy");
  bar.hidden = true;
  if (answer.body.screen) return void await flow.receive(answer);
  if (answer.ok) {
    field.querySelector("input[type=hidden]").value = answer.body["file-id"];
    kept.textContent = answer.body.say;
    input.removeAttribute("aria-invalid");
    signal("file-sent", { field: field.dataset.file });
  } else {
    input.value = "";
    input.setAttribute("aria-invalid", "true");
    refused.hidden = false;
    refused.textContent = answer.body.say ?? "";
  }
}

// Only at the end of the text: whoever corrects something in its middle is left alone.
function shape({ target, inputType }) {
  if (inputType?.startsWith("delete") || target.selectionStart !== target.value.length) return;
  const left = [...target.value].filter((char) => /[\p{L}\p{N}]/u.test(char));
  let written = "";
  for (const place of target.dataset.mask) {
    if (!left.length) break;
    if ("#A*".includes(place)) written += left.shift();
    else { written += place; if (left[0] === place) left.shift(); }
  }
  if (!left.length) target.value = written;
}
