/** What the page remembers of a reader between visits: that something was seen. Never more than that. */

const prefix = 'bufscope.';

/** False where nothing may be stored, too. */
export function isRemembered(key: string): boolean {
  try {
    return localStorage.getItem(prefix + key) !== null;
  } catch {
    return false;
  }
}

export function remember(key: string): void {
  try {
    localStorage.setItem(prefix + key, '1');
  } catch {
    // Without storage it is offered again next time.
  }
}
