// Where the head is: the page cannot tell without a model, so the server is shown very small pictures, one at a time, and
// says what to tell. Where that does not work, or is too slow to be of use, the page does without.

import { ask } from "./net.js";
import { draw, toBlob, wholeOf } from "./pictures.js";

const SHORT = 160; // pixels of the shorter side: about 5 kB
const LONGEST = 384;
const QUALITY = 0.6;
const PAUSE = 330;
const TOO_LATE = 1500; // what was seen longer ago is not true any more
const PATIENCE = 7000;
const NAP = 1000;

// Whether this line should carry them at all.
export function canWatch() {
  const line = navigator.connection;
  return !(line?.saveData || ["slow-2g", "2g"].includes(line?.effectiveType));
}

// Says that looks will follow, while the person still reads.
export function announce({ pose, step }) {
  send({ pose, step }).catch(() => {}); // whoever cannot be looked at does without
}

// `at()` names the pose and step; `told({word, near})` after each look; `failed()` once, when there is no use in it.
export function watch(video, { at, told, failed }) {
  const watching = { video, at, told, stopped: false, useful: performance.now(), spare: document.createElement("canvas") };
  run(watching).then((gaveUp) => { if (gaveUp && !watching.stopped) failed(); });
  return { stop: () => { watching.stopped = true; } };
}

async function run(watching) {
  while (!watching.stopped) {
    if (!isFilming(watching)) watching.useful = performance.now();
    const began = performance.now();
    const answer = isFilming(watching) ? await look(watching).catch(() => null) : null;
    if (watching.stopped) return false;
    if (answer) { watching.useful = performance.now(); watching.told(answer); }
    if (performance.now() - watching.useful > PATIENCE) return true;
    // On a slow line photos are on their way too: it is left free for as long as a look takes.
    await rest(answer || !isFilming(watching) ? Math.max(PAUSE, performance.now() - began) : NAP);
  }
  return false;
}

function isFilming({ video }) { return Boolean(video.videoWidth) && !document.hidden; }
function rest(milliseconds) { return new Promise((resolve) => setTimeout(resolve, milliseconds)); }

async function look({ video, at, spare }) {
  const { pose, step } = at();
  const area = wholeOf(video);
  const scale = Math.min(SHORT / Math.min(area.width, area.height), LONGEST / Math.max(area.width, area.height));
  const body = await toBlob(draw(video, area, scale, spare), QUALITY);
  const response = await send({ pose, step, body });
  if (!response.ok) return null;
  const answer = await response.json();
  return at().pose === pose ? answer : null; // meanwhile another side is wanted
}

async function send({ pose, step, body }) {
  return await ask("POST", `/flow/looks/${pose}?${new URLSearchParams({ step })}`,
    { body, headers: { "Content-Type": "image/jpeg" }, signal: AbortSignal.timeout(TOO_LATE) });
}
