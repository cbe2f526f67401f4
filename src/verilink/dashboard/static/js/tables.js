// Rows with data-href open on click; j and k move a selection that is still there when one comes back.
const rows = () => [...document.querySelectorAll('tr[data-href]')];
const place = () => `verilink-row:${window.location.pathname}`;

function select(row) {
  for (const each of rows()) each.toggleAttribute('aria-selected', false);
  if (!row) return;
  row.setAttribute('aria-selected', 'true');
  row.querySelector('a')?.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
  window.sessionStorage.setItem(place(), row.dataset.href);
}

export function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.getAttribute('aria-selected') === 'true');
  select(all[Math.min(all.length - 1, Math.max(0, at === -1 ? 0 : at + step))]);
}

export function openSelected() {
  const row = rows().find((each) => each.getAttribute('aria-selected') === 'true');
  if (row) window.location.assign(row.dataset.href);
  return Boolean(row);
}

function restore() {
  const last = window.sessionStorage.getItem(place());
  const row = last && rows().find((each) => each.dataset.href === last);
  if (row) row.setAttribute('aria-selected', 'true');
}

export function startTables() {
  restore();
  document.addEventListener('htmx:afterSettle', restore);
  document.addEventListener('click', (event) => {
    const clicked = event.target.closest('tr[data-href]');
    if (!clicked || event.target.closest('a, button, input, label') || String(window.getSelection())) return;
    window.sessionStorage.setItem(place(), clicked.dataset.href);
    window.location.assign(clicked.dataset.href);
  });
}
