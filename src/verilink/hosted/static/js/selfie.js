// The face from several sides, in the order the server chose. The camera stays open between the pictures,
// and each is sent while the person already turns to the next side.

import { isOn, turn } from "./automatic.js";
import { askFor, openCamera, reasonOf, showBlocked, takePicture, withPage } from "./camera.js";
import { pose as startPosing, prepare } from "./posing.js";
import { capture, send } from "./sending.js";
import * as signals from "./signals.js";
import { focusHeading, say, showPart, showSent, signal } from "./view.js";

const PICTURE = { longSide: 1600, quality: 0.92 };
const SECONDS = 3;
const PAUSE = 900; // a double tap must not take the next pose too

export function mount(flow) {
  const root = flow.root;
  const poses = root.dataset.poses.split(" ");
  const state = { flow, root, step: flow.step, part: (name) => root.querySelector(name), poses, at: Number(root.dataset.at), camera: null, posing: null,
    sent: Promise.resolve(null), countdown: 0, shooting: false, gone: false, shares: {} };
  root.addEventListener("click", (event) => onClick(state, event.target.closest("[data-do]")?.dataset.do));
  root.addEventListener("change", (event) => onChange(state, event.target));
  if (state.part("#sound")) state.part("#sound").checked = signals.isOn();
  if (state.part("#automatic")) state.part("#automatic").checked = isOn();
  prepare(root, () => wanted(state));
  const camera = { isOpen: () => Boolean(state.camera), close: () => stop(state), open: () => start(state) };
  const end = withPage(camera);
  state.ask = () => askFor(root, { ...camera, first: () => tell("selfie-camera-select", state.poses[state.at], "manual") });
  return () => { state.gone = true; end(); stop(state); };
}

function wanted({ poses, at, step }) { return { pose: poses[at], step, at, of: poses.length }; }

function onClick(state, what) {
  const actions = { camera: () => { signals.wake(); return state.ask(); }, shoot: () => shoot(state), native: () => state.part("#native").click() };
  actions[what]?.();
}

function onChange(state, input) {
  if (input.id === "sound") return signals.turn(input.checked);
  if (input.id === "automatic") return setAutomatic(state, input.checked);
  if (input.id === "timer") return setTimer(state, input.checked);
  if (input.type !== "file" || !input.files[0]) return undefined;
  const [file] = input.files;
  input.value = "";
  return keep(state, file, "upload");
}

// By itself, or by a countdown: one of the two, or neither.
function setAutomatic(state, on) {
  turn(on);
  if (!on) return;
  state.part("#timer").checked = false;
  halt(state);
}

function setTimer(state, on) {
  state.part("#timer").checked = on;
  if (on && state.part("#automatic")) state.part("#automatic").checked = false;
  if (on) count(state);
  else halt(state);
}

function tell(name, pose, captureMethod) { signal(name, { stepData: { files: [{ pose, captureMethod }] } }); }

async function start(state) {
  showPart(state.root, "live");
  state.part("[data-do=shoot]").disabled = true; // until there is something to take
  try {
    state.camera = await openCamera(state.part("video"), "user", { onLost: () => fail(state, "lost") });
  } catch (error) {
    return fail(state, reasonOf(error));
  }
  if (state.gone) return stop(state);
  state.part("[data-do=shoot]").disabled = false;
  offerAutomatic(state);
  state.posing?.stop();
  state.posing = startPosing(state.root, state.camera.video, { alone: () => goAlone(state), due: () => shoot(state, "auto"),
    takes: () => Boolean(state.part("#automatic")?.checked) && !state.shooting,
    wanted: () => wanted(state) });
  ask(state);
}

function offerAutomatic(state) {
  const automatic = state.part("#automatic");
  if (!automatic?.closest("label").hidden) return;
  automatic.closest("label").hidden = false;
  automatic.checked = isOn() && !state.part("#timer").checked;
}

// Nobody looks: whoever wanted the picture taken for them gets the countdown.
function goAlone(state) {
  const automatic = state.part("#automatic");
  const counts = automatic.checked;
  automatic.closest("label").hidden = true;
  automatic.checked = false;
  if (counts) state.part("#timer").checked = true;
  if (counts && state.camera) count(state);
}

function stop(state) {
  halt(state);
  state.posing?.stop();
  state.camera?.close();
  state.camera = null;
}

function fail(state, reason) {
  stop(state);
  if (!state.gone) showBlocked(state.root, reason);
}

// Says which side is wanted now: words, arrow and ring; the picture in the ring is a mirror, so left is left.
function ask(state) {
  const pose = state.poses[state.at];
  const first = Number(state.root.dataset.at);
  for (const item of state.root.querySelectorAll("[data-pose]")) item.hidden = item.dataset.pose !== pose;
  state.root.querySelectorAll(".poses li").forEach((dot, at) => dot.classList.toggle("done", at < state.at));
  state.posing?.next();
  signals.play("ask", pose);
  if (state.camera && state.at === first) focusHeading(state.root);
  else say(state.root.querySelector(`h1 [data-pose="${pose}"]`)?.textContent ?? "");
  if (state.camera && state.part("#timer")?.checked) count(state);
}

function count(state) {
  halt(state);
  let left = SECONDS;
  const tick = () => {
    if (document.hidden) return; // the picture may stand still there
    if (left && left < SECONDS && !state.posing.ready()) return; // too dark, or still moving: waits with the person
    say(left ? String(left) : "", state.part(".count"));
    if (!left) { halt(state); shoot(state); }
    left -= 1;
  };
  state.countdown = setInterval(tick, 1000);
  tick();
}

function halt(state) {
  clearInterval(state.countdown);
  const number = state.part(".count");
  if (number) number.textContent = "";
}

async function shoot(state, method = "photo") {
  if (state.shooting || !state.camera) return;
  state.shooting = true;
  state.part("[data-do=shoot]").setAttribute("aria-disabled", "true"); // unlike "disabled", keeps the focus
  halt(state);
  try {
    const hole = state.part(".hole");
    hole.classList.remove("flash");
    const blob = await takePicture(state.camera, PICTURE);
    hole.classList.add("flash");
    signals.play("taken");
    keep(state, blob, method);
  } catch {
    fail(state, "busy");
  }
  setTimeout(() => rest(state), PAUSE);
}

function rest(state) {
  state.shooting = false;
  state.part("[data-do=shoot]").setAttribute("aria-disabled", "false");
}

// One after the other, in order: the next picture is confirmed only when the one before was.
function keep(state, blob, method) {
  const pose = state.poses[state.at];
  if (!pose) return;
  tell("selfie-camera-capture", pose, method === "photo" ? "manual" : method);
  const { at } = state;
  const onProgress = (share) => { state.shares[at] = share; showSent(state.root, average(state)); };
  const stored = send({ step: state.step, page: pose, blob, method, onProgress });
  state.sent = state.sent.then((before) => (before && !before.ok ? before : confirm(state, pose, stored)));
  state.at += 1;
  if (state.at < state.poses.length) return ask(state);
  state.part(".ring").style.setProperty("--done", "100");
  stop(state);
  signals.play("done");
  showPart(state.root, "sending");
  state.sent.then((answer) => { if (!state.gone) state.flow.receive(answer); }, () => {});
}

function average({ shares }) {
  const all = Object.values(shares);
  return all.reduce((sum, share) => sum + share, 0) / all.length;
}

async function confirm(state, page, sending) {
  const stored = await sending;
  if (!stored.ok) return stored;
  return await capture(state.step, page, stored);
}
