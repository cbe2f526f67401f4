// Sound and touch for whoever cannot look at the screen while the head is turned. Off until it is switched on.

import { remember, remembered } from "./view.js";

const TONES = { ask: [660], held: [780], taken: [990], done: [660, 880, 1100] }; // hertz
const LENGTH = 0.13; // seconds
const SHAKES = { ask: [60], held: [15], taken: [30], done: [30, 60, 30] };
const SIDES = { left: -0.9, right: 0.9, center: 0 };
let sound = null;

export function isOn() { return remembered("sound") === "on"; }

// Called by a tap: browsers make no sound before one.
export function turn(on) {
  remember("sound", on ? "on" : "off");
  if (on) play("ask");
}

// Called by the tap that opens the camera: what is made outside of one stays silent in Safari.
export function wake() {
  if (!isOn()) return;
  try {
    sound ??= new AudioContext();
    sound.resume();
  } catch { /* no sound here */ }
}

// `side`: where the head is to turn; the tone comes from there.
export function play(what, side = "center") {
  if (!isOn()) return;
  navigator.vibrate?.(SHAKES[what]);
  wake();
  try {
    TONES[what].forEach((pitch, at) => tone(pitch, sound.currentTime + at * LENGTH, SIDES[side]));
  } catch { /* no sound here */ }
}

function tone(pitch, at, side) {
  const source = new OscillatorNode(sound, { type: "sine", frequency: pitch });
  const volume = new GainNode(sound, { gain: 0 });
  volume.gain.setTargetAtTime(0.16, at, 0.01);
  volume.gain.setTargetAtTime(0, at + LENGTH - 0.04, 0.015);
  source.connect(volume).connect(new StereoPannerNode(sound, { pan: side })).connect(sound.destination);
  source.start(at);
  source.stop(at + LENGTH + 0.1);
}
