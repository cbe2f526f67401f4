// The live camera before a document: looks several times a second, says what to change, and takes the picture itself
// when it was good for a moment.

import { hold, isOn, LOOSE, turn } from "./automatic.js";
import { look as lookForBarcode } from "./barcodes.js";
import { focusAt, hasTorch, nextLens, openCamera, setTorch } from "./camera.js";
import { layFrame, placeIn, shareOf } from "./frame.js";
import { advise, isClear, measure } from "./guidance.js";
import { cutOut, draw, drawFrame, partOf, toBlob } from "./pictures.js";
import { isFrugal } from "./sending.js";
import { say } from "./view.js";

const PICTURE = { longSide: 2400, quality: 0.92 };
const FRAME = { longSide: 1600, quality: 0.8, most: 2, every: 350 };
const LOOK = 150;
const SETTLING = 900; // a hand that has just opened the camera is still on its way
const DWELL = 900; // a sentence stays at least this long
const PATIENCE = 5000; // then the shutter is the person's: not every document has edges that can be seen
const BARCODE_EVERY = 450;
const FRESH = 600;

// `taken(blob, shown, method, frames)` gets the picture; `failed(reason)` says that the camera is gone.
export async function openLive(root, { taken, failed }) {
  const part = (name) => root.querySelector(name);
  const live = { root, part, box: part(".view"), taken, failed, turned: false, torch: false, held: LOOSE, best: null,
    frames: root.dataset.frames && !isFrugal() ? [] : null, spare: document.createElement("canvas"),
    code: { seen: root.dataset.barcode ? false : null, busy: false, at: 0 }, closed: false };
  part("[data-do=shoot]").disabled = true; // until there is something to take
  live.camera = await openCamera(part("video"), "environment", { onLost: () => failed("lost") });
  live.close = () => close(live);
  if (!root.isConnected) { live.close(); return live; }
  arrange(live);
  live.watch = setInterval(() => look(live), LOOK);
  live.sizes = new ResizeObserver(() => lay(live)); // turned phones, and sentences of two lines
  live.sizes.observe(live.box);
  live.box.addEventListener("click", live.onFocus = (event) => focus(live, event));
  return live;
}

function arrange(live) {
  const { part, camera } = live;
  part("[data-do=torch]").hidden = !hasTorch(camera);
  part("[data-do=lens]").hidden = camera.lenses.length < 2;
  part("[data-do=shoot]").disabled = false;
  part("[data-do=automatic]").setAttribute("aria-pressed", String(isOn()));
  lay(live);
  settle(live);
}

function close(live) {
  live.closed = true;
  clearInterval(live.watch);
  live.sizes?.disconnect();
  live.box.removeEventListener("click", live.onFocus);
  live.camera.close();
}

function lay(live) {
  const { root, box, camera, turned } = live;
  const aspect = Number(root.dataset.aspect);
  live.area = layFrame(box, camera.video, turned ? 1 / aspect : aspect);
}

function settle(live) {
  const now = performance.now();
  Object.assign(live, { seen: null, word: null, held: LOOSE, best: null, frames: live.frames && [], restUntil: now + SETTLING, clearSince: null });
  showHeld(live);
}

// ---- looking

function look(live) {
  const { camera, area, code } = live;
  if (document.hidden || !camera.track || !camera.video.videoWidth) return;
  const now = performance.now();
  live.seen = measure(camera.video, area, live.seen);
  const word = wordOf(live, now);
  if (code.seen === false) seek(live, now);
  if (now > live.restUntil) tell(live, word, now);
  const good = word === "good" && now > live.restUntil && isOn();
  live.held = hold(live.held, good, now);
  if (good) keepBest(live, now);
  if (good && live.frames) keepFrame(live, now);
  showHeld(live);
  if (live.held.share === 1) shoot(live, "auto");
}

// On a table of the document's own colour its sides cannot be seen: then the person takes the picture.
function wordOf(live, now) {
  const word = advise(live.seen);
  live.clearSince = isClear(live.seen) ? live.clearSince ?? now : null;
  const long = live.clearSince !== null && now - live.clearSince > PATIENCE;
  if (word === "corners" && long) return "hand";
  if (word === "good" && live.code.seen === false && !long) return "barcode";
  return word;
}

// Said only when two looks in a row agree, and not sooner than one can read it.
function tell(live, word, now) {
  const { part } = live;
  part(".frame").dataset.good = String(word === "good");
  if (word === live.word && (now - (live.saidAt ?? 0) > DWELL || word === "good")) {
    const name = word === "good" && isOn() ? "taking" : word;
    const text = part(`[data-word="${name}"]`).textContent;
    if (part("#tip").textContent !== text) live.saidAt = now;
    say(text, part("#tip"));
  }
  live.word = word;
}

function keepBest(live, now) {
  const { camera, seen, best, spare } = live;
  if (best && best.sharp >= seen.sharp) return;
  drawFrame(camera.video, PICTURE.longSide, spare);
  live.best = { canvas: spare, sharp: seen.sharp, at: now };
}

// Further frames of the same moment, the document alone: where the photo has a reflection, one of them may have none.
function keepFrame({ camera, area, frames }, now) {
  const last = frames.at(-1);
  if (last && now - last.at < FRAME.every) return;
  const oldest = frames.length < FRAME.most ? { canvas: document.createElement("canvas") } : frames.shift();
  const part = partOf(camera.video, shareOf(area, camera.video));
  draw(camera.video, part, Math.min(1, FRAME.longSide / Math.max(part.width, part.height)), oldest.canvas);
  frames.push({ canvas: oldest.canvas, at: now });
}

async function furtherFrames({ frames, best }, method) {
  const fitting = method === "auto" ? (frames ?? []).filter(({ at }) => at !== best?.at) : [];
  return await Promise.all(fitting.map(({ canvas }) => toBlob(canvas, FRAME.quality)));
}

function showHeld({ part, held }) { part(".shutter-ring").style.setProperty("--held", String(Math.round(100 * held.share))); }

async function seek(live, now) {
  const { code, camera, area, seen } = live;
  if (code.busy || now - code.at < BARCODE_EVERY || seen.moved > 14) return;
  Object.assign(code, { busy: true, at: now });
  const canvas = draw(camera.video, area, 1);
  const found = await lookForBarcode(canvas, canvas.width, canvas.height);
  Object.assign(code, { busy: false, at: performance.now() });
  if (live.closed) return;
  if (found === null) code.seen = null; // this browser cannot tell: nothing waits for it
  if (!found) return;
  code.seen = true;
  live.part("#code").hidden = false;
}

// ---- what the person does

export async function shoot(live, method = "manual") {
  const button = live.part("[data-do=shoot]");
  if (button.disabled || live.closed) return;
  button.disabled = true;
  clearInterval(live.watch);
  try {
    const { best, camera, area } = live;
    const canvas = best && performance.now() - best.at < FRESH + (method === "auto" ? 1100 : 0) ? best.canvas : drawFrame(camera.video, PICTURE.longSide);
    const blob = await toBlob(canvas, PICTURE.quality);
    const shown = await cutOut(blob, shareOf(area, camera.video)).catch(() => blob);
    const frames = await furtherFrames(live, method).catch(() => []);
    live.close();
    live.taken(blob, shown, method, frames);
  } catch { live.failed("busy"); }
}

export function toggleAutomatic(live) {
  turn(!isOn());
  live.part("[data-do=automatic]").setAttribute("aria-pressed", String(isOn()));
  settle(live);
}

export async function toggleTorch(live) {
  const button = live.part("[data-do=torch]");
  try {
    await setTorch(live.camera, !live.torch);
    live.torch = !live.torch;
    button.setAttribute("aria-pressed", String(live.torch));
  } catch { button.hidden = true; }
}

export async function changeLens(live) {
  try {
    await nextLens(live.camera);
    if (live.closed) return live.camera.close();
    live.torch = false;
    arrange(live);
  } catch { if (!live.closed) live.failed("busy"); }
}

// Cards that stand upright get a frame that does.
export function turnFrame(live) {
  live.turned = !live.turned;
  live.part("[data-do=turn]").setAttribute("aria-pressed", String(live.turned));
  lay(live);
  settle(live);
}

async function focus(live, event) {
  if (event.target.closest("button")) return;
  const { box, camera } = live;
  const [x, y] = placeIn(box, camera.video, event);
  if (!await focusAt(camera, x, y) || live.closed) return;
  const mark = live.part(".focus");
  const view = box.getBoundingClientRect();
  mark.style.setProperty("--x", `${event.clientX - view.left}px`);
  mark.style.setProperty("--y", `${event.clientY - view.top}px`);
  mark.hidden = false;
  setTimeout(() => { mark.hidden = true; }, 900);
}
