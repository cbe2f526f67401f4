// Which camera of several: never the infrared one of a laptop, not the ultra-wide one of a phone, and the one that the
// person chose the last time.

const BLIND = /infrared|\bir\b|windows hello|depth|\btof\b/i;
const POOR = /ultra|tele|macro|fish|weitwinkel|grand.?angle|gran angular|virtual|obs/i;
const BACK = /back|rear|environment|rück|arri|traser|posterior|tras[ei]|背面|后置/i;
const FRONT = /front|user|facetime|selfie|vorder|avant|delanter|前/i;

export function remembered(facing) {
  try { return localStorage.getItem(`verilink:lens:${facing}`) ?? undefined; } catch { return undefined; }
}

export function remember(facing, id) {
  try { localStorage.setItem(`verilink:lens:${facing}`, id); } catch { /* for this time only */ }
}

// The cameras that look this way, best first. Names are known only once a camera was allowed.
export async function lensesOf(facing) {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return sorted(devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId), facing);
}

export function sorted(devices, facing) {
  const looking = devices.filter((device) => [facing, null].includes(facingOf(device)));
  const seeing = looking.filter(({ label }) => !BLIND.test(label));
  return [...seeing].sort((one, other) => rank(one) - rank(other));
}

function facingOf(device) {
  const [told] = device.getCapabilities?.().facingMode ?? [];
  if (told) return told;
  if (BACK.test(device.label)) return "environment";
  return FRONT.test(device.label) ? "user" : null;
}

// Android numbers its lenses from the main one ("camera2 0, facing back").
function rank({ label }) {
  return (POOR.test(label) ? 100 : 0) + Number(/camera2? (\d+)/i.exec(label)?.[1] ?? 0);
}

export function isUnfit(label) { return BLIND.test(label) || POOR.test(label); }
