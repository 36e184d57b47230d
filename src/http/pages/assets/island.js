// Theme, keyboard and the help dialog; everything else works without this file.
const root = document.documentElement;

function setTheme(theme) {
  root.dataset.theme = theme;
  localStorage.setItem('cedent-theme', theme);
}

function toggleTheme() {
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  setTheme(dark ? 'light' : 'dark');
}

const saved = localStorage.getItem('cedent-theme');
if (saved === 'light' || saved === 'dark') root.dataset.theme = saved;

document.addEventListener('click', (event) => {
  const control = event.target.closest?.('[data-do]');
  if (!control) return;
  const { do: action } = control.dataset;
  if (action === 'theme') toggleTheme();
  if (action === 'print') print();
  if (action === 'help') document.getElementById('keys')?.showModal();
  if (action === 'close') control.closest('dialog')?.close();
});

// A select or a search that filters submits its own form where htmx does not.
document.addEventListener('change', (event) => {
  const select = event.target.closest?.('select[data-submits]');
  if (select && !window.htmx) select.form?.requestSubmit();
});

function rowChecks() {
  return [...document.querySelectorAll('.ledger tbody input[type=checkbox]:not(:disabled)')];
}

function moveFocus(by) {
  const checks = rowChecks();
  if (checks.length === 0) return;
  const at = checks.indexOf(document.activeElement);
  const next = checks[Math.min(Math.max(at + by, 0), checks.length - 1)];
  next?.focus();
  next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}

function isTyping(target) {
  if (target.closest?.('dialog')) return true;
  if (target.isContentEditable || target.matches?.('textarea, select')) return true;
  return Boolean(target.matches?.('input:not([type=checkbox])'));
}

const keys = {
  j: () => moveFocus(1),
  k: () => moveFocus(-1),
  '/': () => document.querySelector('input[type=search]')?.focus(),
  '?': () => document.getElementById('keys')?.showModal(),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
