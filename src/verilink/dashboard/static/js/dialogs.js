// What htmx puts into #dialog-body opens the dialog; close buttons, Escape and a click outside close it.
const dialog = () => document.getElementById('dialog');

export function openKeys() {
  document.getElementById('keys-dialog').showModal();
}

export function startDialogs() {
  // A page that follows an inquiry does not load itself again while somebody writes in a dialog.
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (event.target.matches('[data-follow]') && document.querySelector('dialog[open]')) event.preventDefault();
  });
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target.id !== 'dialog-body') return;
    if (!dialog().open) dialog().showModal();
    dialog().querySelector('[aria-invalid="true"], [autofocus], input:not([type="hidden"]), select')?.focus();
  });
  document.addEventListener('click', (event) => {
    const open = event.target.closest('dialog');
    if (!open) return;
    if (event.target.closest('[data-close]') || event.target === open) {
      event.preventDefault();
      open.close();
    }
  });
  dialog()?.addEventListener('close', () => {
    const stale = dialog().querySelector('[data-reload-on-close]');
    document.getElementById('dialog-body').replaceChildren();
    if (stale) window.location.assign(stale.dataset.reloadOnClose);
  });
}
