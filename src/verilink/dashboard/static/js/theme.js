// Light, dark or as the system has it; kept in a cookie so that the server sends the right page at once.
const NEXT = { system: 'light', light: 'dark', dark: 'system' };
const WORDS = { system: 'Colours as your system has them', light: 'Light colours', dark: 'Dark colours' };

export function startTheme() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-theme-toggle]');
    if (!button) return;
    const next = NEXT[document.documentElement.dataset.theme] || 'light';
    document.documentElement.dataset.theme = next;
    document.cookie = `verilink_theme=${next}; path=/; max-age=31536000; samesite=lax`;
    button.setAttribute('aria-label', WORDS[next]);
    button.title = WORDS[next];
  });
}
