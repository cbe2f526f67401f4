// What to change before the picture of a pose can be taken, in words and on the ring, and when it is held. The page sees
// light and movement itself; where the head is, the server tells from small pictures.

import { hold, LOOSE } from "./automatic.js";
import { glance } from "./guidance.js";
import { announce, canWatch, watch } from "./looks.js";
import * as signals from "./signals.js";
import { say } from "./view.js";

const LOOK = 300;
const LIMITS = { dark: 48, moving: 16 };
const DWELL = 1800; // a sentence stays at least this long, to be heard to its end
const REMIND = 9000; // and is said once more to whoever has not followed it
const UNSEEN = 9000; // no face for so long: not every face is found, and the shutter is the person's
const BEGINNING = 0.4; // of a pose's share of the ring is for the turn, the rest for holding it

// `wanted()`: {pose, step, at, of}; `takes()`: whether the picture is to be taken by itself; `due()`: it is;
// `alone()`: nobody looks, so the person and the countdown do without.
export function pose(root, video, { wanted, takes, due, alone }) {
  const part = (name) => root.querySelector(name);
  const posing = { part, video, wanted, takes, due, light: "", looks: null };
  posing.timer = setInterval(() => lookAtLight(posing), LOOK);
  const failed = () => { posing.looks = null; begin(posing); alone(); };
  if (guides(root) && canWatch()) posing.looks = watch(video, { at: wanted, told: (advice) => take(posing, advice), failed });
  else if (guides(root)) failed();
  return { next: () => begin(posing), stop: () => stop(posing), ready: () => !posing.light };
}

// Before the camera is open.
export function prepare(root, wanted) { if (guides(root) && canWatch()) announce(wanted()); }
function guides(root) { return root.dataset.guides === "true"; }

function stop(posing) {
  clearInterval(posing.timer);
  posing.looks?.stop();
}

// Another side is wanted.
function begin(posing) {
  Object.assign(posing, { held: LOOSE, word: "", saidAt: performance.now(), unseen: null });
  tell(posing, "");
  showRing(posing, 0);
}

function lookAtLight(posing) {
  const { video } = posing;
  if (!video.videoWidth || document.hidden) return;
  const side = Math.min(video.videoWidth, video.videoHeight);
  const area = { x: (video.videoWidth - side) / 2, y: (video.videoHeight - side) / 2, width: side, height: side };
  posing.seen = glance(video, area, posing.seen);
  const light = posing.seen.mean < LIMITS.dark ? "dark" : posing.seen.moved > LIMITS.moving ? "still" : "";
  // Said when two looks in a row agree: a head that turns moves.
  if (!posing.looks && light === posing.light) tell(posing, light);
  posing.light = light;
}

function take(posing, { word, near }) {
  const now = performance.now();
  const seen = merge(posing, word);
  const good = seen === "good";
  const begins = good && !posing.held.share && posing.held.since === null;
  posing.held = hold(posing.held, good && posing.takes(), now);
  if (begins && posing.held.since !== null) signals.play("held");
  showRing(posing, good ? BEGINNING + (1 - BEGINNING) * posing.held.share : BEGINNING * near);
  speak(posing, patient(posing, seen, now), now);
  if (good && posing.held.share === 1) posing.due();
}

function merge({ light }, word) {
  if (light === "dark") return "dark";
  return word === "good" && light === "still" ? "still" : word;
}

function patient(posing, word, now) {
  posing.unseen = word === "none" ? posing.unseen ?? now : null;
  return posing.unseen !== null && now - posing.unseen > UNSEEN ? "hand" : word;
}

// Said when two looks agree, and not before the last sentence could be heard. What the heading asks for is not repeated,
// unless nothing happens.
function speak(posing, word, now) {
  const agreed = word === posing.word;
  posing.word = word;
  const name = word === "good" && posing.takes() ? "taking" : word;
  const rests = now - posing.saidAt;
  if (!agreed) return;
  if (name === posing.told) return rests > REMIND ? remind(posing, now) : undefined;
  if (rests > DWELL || word === "good" || !posing.part("#tip").textContent) { tell(posing, name); posing.saidAt = now; }
}

function tell(posing, name) {
  posing.told = name;
  const tip = posing.part("#tip");
  tip.dataset.good = String(name === "taking" || name === "good");
  say((name && posing.part(`[data-word="${name}"]`)?.textContent) ?? "", tip);
}

function remind(posing, now) {
  posing.saidAt = now;
  const tip = posing.part("#tip");
  const [target, text] = tip.textContent ? [tip, tip.textContent] : [document.getElementById("status"), heading(posing)];
  say("", target);
  setTimeout(() => { if (!target.textContent) say(text, target); }, 100);
}

function heading({ part, wanted }) { return part(`h1 [data-pose="${wanted().pose}"]`)?.textContent ?? ""; }

// Calm: the ring closes once over all poses.
function showRing({ part, wanted }, share) {
  const { at, of } = wanted();
  part(".ring").style.setProperty("--done", String(Math.round(100 * Math.min(of, at + share) / of)));
}
