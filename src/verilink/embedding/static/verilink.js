// See docs/reference/embedding.md

const ENDS = { complete: "onComplete", fail: "onComplete", exit: "onCancel" };

function add(query, name, value) {
  if (Object(value) === value) for (const key in value) add(query, `${name}[${key}]`, value[key]);
  else if (value != null) query.set(name, value);
}

function address({ url, parent, title, ...rest }, base, containerId) {
  const query = new URLSearchParams(url && new URL(url, base).search);
  const all = { ...rest, containerId, flowType: parent && "inline", iframeOrigin: location.origin };
  for (const key in all) {
    const name = key.replace(/^template/, "inquiryTemplate").replace(/[A-Z]/g, "-$&");
    add(query, name.toLowerCase(), all[key]);
  }
  return `${base}/widget?${query}`;
}

function inDialog(frame) {
  const dialog = document.createElement("dialog");
  const { style } = dialog;
  style.cssText = "padding:0;border:0;overflow:hidden;width:100%;height:100%;max-width:100%;max-height:100%";
  if (innerWidth > 599 && innerHeight > 599) style.cssText += "max-width:440px;max-height:760px;border-radius:16px";
  dialog.append(frame);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function open(options) {
  const base = new URL(options.url ?? "", import.meta.url).origin;
  const id = crypto.randomUUID();
  const frame = document.createElement("iframe");
  let heard;

  function onMessage({ source, origin, data }) {
    if (source !== frame.contentWindow || origin !== base || data?.containerId !== id) return;
    const { name, metadata, error } = data;
    heard = true;
    options.onEvent?.(name, metadata);
    if (name in ENDS) close();
    const callback = ENDS[name] ?? `on${name[0].toUpperCase()}${name.slice(1)}`;
    options[callback]?.(error ?? metadata);
  }

  function cancel(force = false) {
    if (heard) return frame.contentWindow?.postMessage({ action: "exit", metadata: { force } }, base);
    close();
    options.onCancel?.({});
  }

  function close() {
    removeEventListener("message", onMessage);
    shown.remove();
  }

  function giveUp() {
    if (heard || !frame.isConnected) return;
    close();
    const message = `The flow did not load. To see why, open ${frame.src}`;
    options.onError?.({ status: 0, code: "application_error", message });
  }

  frame.title = options.title ?? "Verify your identity";
  frame.src = address(options, base, id);
  frame.allow = "camera;clipboard-write";
  frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-top-navigation-by-user-activation";
  frame.style.cssText = "display:block;border:0;width:100%;height:100%;background:#fff";
  frame.onload = () => setTimeout(giveUp, 5000); // a refused frame loads too
  addEventListener("message", onMessage);
  const shown = options.parent ? frame : inDialog(frame);
  options.parent?.append(frame);
  shown.oncancel = (event) => { event.preventDefault(); cancel(); };
  return { frame, cancel, close };
}

export default { open };
