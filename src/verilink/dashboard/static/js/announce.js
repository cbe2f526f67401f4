// One polite live region for what happens without a new page; and failures of requests in words.
export function announce(text) {
  const region = document.getElementById('announcements');
  if (!region) return;
  const message = document.createElement('div');
  message.textContent = text;
  region.replaceChildren(message);
  window.setTimeout(() => message.remove(), 5000);
}

export function startAnnouncing() {
  document.addEventListener('htmx:sendError', () => announce('No connection. Nothing was changed. Try again.'));
  document.addEventListener('htmx:timeout', () => announce('The server takes too long. Try again.'));
  document.addEventListener('htmx:responseError', (event) => {
    const status = event.detail.xhr.status;
    if (status === 422) return;
    announce(event.detail.xhr.getResponseHeader('X-Problem') || `That did not work (${status}). Try again.`);
  });
}
