// When the shutter goes by itself: the picture was good for a moment without a break. A switch keeps it from doing so.

import { remember, remembered } from "./view.js";

const HOLD = 1100;
const FORGIVEN = 1; // looks in a row that may be bad, because a hand trembles

export function isOn() { return remembered("automatic") !== "off"; }
export function turn(on) { remember("automatic", on ? "on" : "off"); }

// After a look: `held` is what the last call answered. `share` runs from 0 to 1, when it is time.
export function hold(held, isGood, now) {
  const missed = isGood ? 0 : held.missed + 1;
  const since = missed > FORGIVEN ? null : held.since ?? (isGood ? now : null);
  return { since, missed, share: since === null ? 0 : Math.min(1, (now - since) / HOLD) };
}

export const LOOSE = { since: null, missed: 0, share: 0 };
