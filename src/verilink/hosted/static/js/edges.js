// The four sides of a document near the frame, in a small grey picture. No model: each side is the straight line along
// which the brightness changes most steadily (a Hough vote over place and lean, one side at a time).

const STEP = 9; // levels between the two sides of an edge; the noise of a dim picture stays under it
const SUPPORT = 0.62; // share of a line's samples that lie on the edge
const NEARLY = 0.88; // a line this good counts like the best, so that the outermost wins over a printed bar
const SAMPLES = 40;
const LEANS = 11;
const MOST_LEAN = 0.14; // tangent: 8 degrees
const SPAN = [0.2, 0.8]; // of the frame's side: rounded corners, fingers and smaller documents keep most of it
const OUTSIDE = 0.12;
const INSIDE = 0.3;

// `frame`: {x, y, width, height} in pixels of the picture. Answers {left, right, top, bottom}: where each side is, in
// parts of the frame (0 on its own line, positive inside), or null.
export function findSides(luma, width, height, frame) {
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
export function layOf({ left, right, top, bottom }) {
  const found = [left, right, top, bottom].filter((side) => side !== null).length;
  const wide = left === null || right === null ? null : 1 - left - right;
  const high = top === null || bottom === null ? null : 1 - top - bottom;
  return { found, wide, high };
}
