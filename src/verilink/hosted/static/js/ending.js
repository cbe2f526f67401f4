// Warns before the page ends, early enough to ask for more time (WCAG 2.2, 2.2.1 wants at least 20 seconds).

const WARNING = 120;
const state = { at: Infinity, more: false, told: false, timer: 0, over: () => {} };

export function plan({ seconds, extends: more }, over) {
  Object.assign(state, { at: Date.now() + Math.max(1, seconds) * 1000, more, told: false, over });
  look();
}

// At least once a minute: timers stand still while a computer sleeps.
function look() {
  clearTimeout(state.timer);
  const left = (state.at - Date.now()) / 1000;
  if (left <= 0) return void state.over();
  if (left <= WARNING) warn(left);
  const wait = left > WARNING ? left - WARNING : Math.min(left, 15);
  state.timer = setTimeout(look, Math.min(wait * 1000 + 50, 60000));
}

function warn(left) {
  const dialog = document.getElementById("ending");
  if (!dialog) return;
  const text = dialog.querySelector("[data-text]");
  text.textContent = text.dataset.text.replace("{time}", inWords(left));
  dialog.querySelector("[data-action=extend]").hidden = !state.more;
  for (const part of dialog.querySelectorAll("[data-final]")) part.hidden = state.more;
  if (dialog.open || state.told) return;
  dialog.addEventListener("cancel", () => { state.told = true; }, { once: true }); // the Escape key
  dialog.showModal();
}

function inWords(left) {
  const [value, unit] = left >= 90 ? [Math.round(left / 60), "minute"] : [Math.max(15, 15 * Math.round(left / 15)), "second"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

export function heard() {
  state.told = true;
  document.getElementById("ending")?.close();
}
