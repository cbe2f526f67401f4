// Tabs after the ARIA Authoring Practices: arrows move, the shown panel follows.
function choose(tab) {
  for (const each of tab.closest('[role="tablist"]').querySelectorAll('[role="tab"]')) {
    const chosen = each === tab;
    each.setAttribute('aria-selected', String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    document.getElementById(each.getAttribute('aria-controls')).hidden = !chosen;
  }
}

export function startTabs() {
  document.addEventListener('click', (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) choose(tab);
  });
  document.addEventListener('keydown', (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (!tab || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    const all = [...tab.closest('[role="tablist"]').querySelectorAll('[role="tab"]')];
    const next = all[(all.indexOf(tab) + (event.key === 'ArrowRight' ? 1 : -1) + all.length) % all.length];
    choose(next);
    next.focus();
  });
  // A required input in a hidden panel would refuse to submit without saying where: show its panel first.
  document.addEventListener('invalid', (event) => {
    const panel = event.target.closest('[role="tabpanel"][hidden]');
    if (panel) choose(document.querySelector(`[aria-controls="${panel.id}"]`));
  }, true);
}
