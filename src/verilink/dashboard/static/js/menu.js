// On a phone the navigation folds away behind one button.
export function startMenu() {
  document.addEventListener('click', (event) => {
    const toggle = event.target.closest('[data-menu]');
    if (!toggle) return;
    const open = document.getElementById('side').classList.toggle('side--open');
    toggle.setAttribute('aria-expanded', String(open));
  });
}
