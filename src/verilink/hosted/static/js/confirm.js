// The code of a mail or a text message: counts down to the next one, takes what the phone offers, hears of failures.

import { follow } from "./progress.js";
import { say } from "./view.js";

export function mount(flow) {
  const { root } = flow;
  const stop = new AbortController();
  const input = root.querySelector("#code");
  const ticking = countDown(root.querySelector("[data-again]"));
  offered(input, stop.signal);
  say(root.querySelector("[data-live]")?.textContent ?? ""); // that another code is on its way
  follow(flow, root.dataset.revision, stop.signal).catch(() => {});
  return () => { clearInterval(ticking); stop.abort(); };
}

// The wait is kept by the server; the page only shows it. The button stays where it is, so that it can be found.
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
async function offered(input, signal) {
  if (!("OTPCredential" in window)) return;
  try {
    const found = await navigator.credentials.get({ otp: { transport: ["sms"] }, signal });
    if (found?.code && !input.value) input.value = found.code;
  } catch { /* no message came, or the page was left */ }
}
