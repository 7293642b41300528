/** What a reader likes; no part of what a page shows, so it is kept in the browser, not in the address. */
type Theme = 'auto' | 'light' | 'dark';

const THEME = 'portolan.theme';
const SHORTCUTS = 'portolan.shortcuts';

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // A browser may refuse to keep anything; the pages work without.
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}

class Settings {
  theme: Theme = $state('auto');
  hasShortcuts = $state(true);

  constructor() {
    const theme = stored(THEME);
    this.hasShortcuts = stored(SHORTCUTS) !== 'off';
    this.setTheme(theme === 'light' || theme === 'dark' ? theme : 'auto');
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    store(THEME, theme);
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  setShortcuts(on: boolean): void {
    this.hasShortcuts = on;
    store(SHORTCUTS, on ? 'on' : 'off');
  }
}

export const settings = new Settings();
