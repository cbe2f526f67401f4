// What the picture in the frame lacks, from small copies of it. Only ever a hint: the shutter always works.

const WIDTH = 480;
const AROUND = { width: 240, margin: 0.14 }; // the frame and a little around it, where the document's sides are looked for
const LIMITS = { dark: 55, glare: 0.045, moving: 14, detail: 0.22, sharp: 45, small: 0.78, outside: -0.085, drift: 0.03 };
const STEP = 9; // levels between the two sides of an edge; the noise of a dim picture stays under it
const SUPPORT = 0.62; // share of a line's samples that lie on the edge
const NEARLY = 0.88; // a line this good counts like the best, so that the outermost wins over a printed bar
const SAMPLES = 40;
const LEANS = 11;
const MOST_LEAN = 0.14; // tangent: 8 degrees
const SPAN = [0.2, 0.8]; // of the frame's side: rounded corners, fingers and smaller documents keep most of it
const OUTSIDE = 0.12;
const INSIDE = 0.3;

const close = document.createElement("canvas");
const wide = document.createElement("canvas");

// `area`: {x, y, width, height} of the frame in pixels of the video; `before`: what the last look saw.
export function measure(video, area, before) {
  const inner = grey(video, area, WIDTH, close);
  const outer = around(video, area);
  const scale = AROUND.width / outer.width;
  const small = grey(video, outer, AROUND.width, wide);
  const frame = { x: (area.x - outer.x) * scale, y: (area.y - outer.y) * scale, width: area.width * scale, height: area.height * scale };
  const sides = findSides(small.luma, small.width, small.height, frame);
  return { ...judge(inner.luma, inner.width, inner.height, before), sides, drift: drift(sides, before?.sides) };
}

// Light and movement of the part of a video at `area`, where no document is looked for.
export function glance(video, area, before) {
  return lightOf(grey(video, area, WIDTH, close).luma, before);
}

function around({ videoWidth, videoHeight }, area) {
  const x = Math.max(0, area.x - AROUND.margin * area.width); const y = Math.max(0, area.y - AROUND.margin * area.height);
  const right = Math.min(videoWidth, area.x + (1 + AROUND.margin) * area.width);
  const bottom = Math.min(videoHeight, area.y + (1 + AROUND.margin) * area.height);
  return { x, y, width: right - x, height: bottom - y };
}

function grey(video, area, width, canvas) {
  canvas.width = width;
  canvas.height = Math.max(8, Math.round(width * area.height / area.width));
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  context.drawImage(video, area.x, area.y, area.width, area.height, 0, 0, canvas.width, canvas.height);
  return { luma: toLuma(context.getImageData(0, 0, canvas.width, canvas.height).data), width: canvas.width, height: canvas.height };
}

function toLuma(rgba) {
  const luma = new Uint8ClampedArray(rgba.length / 4);
  for (let at = 0; at < luma.length; at += 1) {
    luma[at] = (77 * rgba[4 * at] + 150 * rgba[4 * at + 1] + 29 * rgba[4 * at + 2]) >> 8;
  }
  return luma;
}

function judge(luma, width, height, before) {
  return { ...lightOf(luma, before), detail: detail(luma, width, height), sharp: sharpness(luma, width, height) };
}

function lightOf(luma, before) {
  let sum = 0; let blown = 0;
  for (const value of luma) { sum += value; if (value > 250) blown += 1; }
  const moved = before?.luma.length === luma.length ? difference(luma, before.luma) : 0;
  return { luma, mean: sum / luma.length, glare: blown / luma.length, moved };
}

export function advise({ mean, glare, moved, detail: filled, sharp, sides, drift: drifted }) {
  if (mean < LIMITS.dark) return "dark";
  const place = placed(layOf(sides), Object.values(sides), filled);
  if (place) return place;
  if (glare > LIMITS.glare) return "glare";
  if (moved > LIMITS.moving || drifted > LIMITS.drift) return "still";
  return sharp < LIMITS.sharp ? "blur" : "good";
}

// Whether everything but the corners is as it should be: on a ground of its own colour no side can be seen.
export function isClear({ mean, glare, moved, detail: filled, sharp }) {
  return mean >= LIMITS.dark && glare <= LIMITS.glare && moved <= LIMITS.moving && filled >= LIMITS.detail && sharp >= LIMITS.sharp;
}

function placed({ found, wide: breadth, high }, all, filled) {
  if (found < 2 && filled < LIMITS.detail) return "frame";
  if (all.some((side) => side !== null && side < LIMITS.outside)) return "farther";
  if (found < 4) return "corners";
  return Math.min(breadth, high) < LIMITS.small ? "closer" : null;
}

// How far the sides went since the last look, in parts of the frame.
function drift(sides, before) {
  if (!before) return 0;
  const paths = Object.keys(sides).map((side) => (sides[side] === null || before[side] === null ? 0 : Math.abs(sides[side] - before[side])));
  return Math.max(...paths);
}

function difference(luma, other) {
  let sum = 0;
  for (let at = 0; at < luma.length; at += 4) sum += Math.abs(luma[at] - other[at]);
  return sum / (luma.length / 4);
}

// Variance of the Laplacian (4-neighbour kernel).
function sharpness(luma, width, height) {
  let sum = 0; let squares = 0; let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      const value = 4 * luma[at] - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width];
      sum += value; squares += value * value; count += 1;
    }
  }
  return squares / count - (sum / count) ** 2;
}

// Share of the cells of a 12 x 8 grid that hold anything but a plain surface.
function detail(luma, width, height) {
  let busy = 0;
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 12; column += 1) busy += isBusy(luma, width, height, row, column) ? 1 : 0;
  }
  return busy / 96;
}

function isBusy(luma, width, height, row, column) {
  let low = 255; let high = 0;
  const top = Math.floor(row * height / 8); const left = Math.floor(column * width / 12);
  for (let y = top; y < top + height / 8 - 1; y += 2) {
    for (let x = left; x < left + width / 12 - 1; x += 2) {
      const value = luma[y * width + x];
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low > 40;
}

// The four sides of a document near the frame, in a small grey picture. No model: each side is the straight line along
// which the brightness changes most steadily (a Hough vote over place and lean, one side at a time).
// `frame`: {x, y, width, height} in pixels of the picture. Answers {left, right, top, bottom}: where each side is, in
// parts of the frame (0 on its own line, positive inside), or null.
function findSides(luma, width, height, frame) {
  const { down, along } = slopes(luma, width, height);
  const look = (place, length, most, map, stride, cross, inwards) => {
    const found = bestLine(map, { stride, cross, place, inwards, length, most,
      from: (stride === 1 ? frame.x : frame.y), size: (stride === 1 ? frame.width : frame.height) });
    return found === null ? null : found / length;
  };
  return {
    left: look(frame.x, frame.width, width, along, width, 1, 1),
    right: look(frame.x + frame.width, frame.width, width, along, width, 1, -1),
    top: look(frame.y, frame.height, height, down, 1, width, 1),
    bottom: look(frame.y + frame.height, frame.height, height, down, 1, width, -1),
  };
}

// Brightness steps downwards and along a row, over two pixels.
function slopes(luma, width, height) {
  const down = new Int16Array(luma.length); const along = new Int16Array(luma.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      down[at] = luma[at + width] - luma[at - width];
      along[at] = luma[at + 1] - luma[at - 1];
    }
  }
  return { down, along };
}

// How far inside the frame's own line the outermost good line lies, in pixels; negative outside, null for none.
function bestLine(map, { stride, cross, place, inwards, length, most, from, size }) {
  const offsets = [];
  for (let off = -Math.round(OUTSIDE * length); off <= INSIDE * length; off += 1) {
    const at = Math.round(place + inwards * off);
    if (at >= 2 && at < most - 2) offsets.push({ off, support: lineAt(map, { at, stride, cross, most, from, size }) });
  }
  const best = Math.max(0, ...offsets.map(({ support }) => support));
  if (best < SUPPORT) return null;
  return offsets.find(({ support }) => support >= Math.max(SUPPORT, NEARLY * best)).off;
}

// The best share over all leans of samples with a step of the same sign.
function lineAt(map, { at, stride, cross, most, from, size }) {
  let best = 0;
  for (let lean = 0; lean < LEANS; lean += 1) {
    const tangent = MOST_LEAN * (2 * lean / (LEANS - 1) - 1);
    let up = 0; let downward = 0;
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const share = SPAN[0] + (SPAN[1] - SPAN[0]) * sample / (SAMPLES - 1);
      const across = Math.round(at + tangent * (share - 0.5) * size);
      if (across < 1 || across > most - 2) continue;
      const step = map[Math.round(from + share * size) * stride + across * cross];
      if (step > STEP) up += 1;
      else if (step < -STEP) downward += 1;
    }
    best = Math.max(best, up, downward);
  }
  return best / SAMPLES;
}

// What the sides say about where the document is: how many were found, and how much of the frame lies between them.
function layOf({ left, right, top, bottom }) {
  const found = [left, right, top, bottom].filter((side) => side !== null).length;
  const wide = left === null || right === null ? null : 1 - left - right;
  const high = top === null || bottom === null ? null : 1 - top - bottom;
  return { found, wide, high };
}
