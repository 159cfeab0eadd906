/** The page's own address and clipboard, as the session wants them. */
import type { Address } from '../session/urlBinding.ts';

/** The browser's address bar and history. */
export const pageAddress: Address = {
  fragment: () => location.hash.slice(1),
  replace: (fragment) => isTaken(fragment, (url) => history.replaceState(null, '', url)),
  push: (fragment) => isTaken(fragment, (url) => history.pushState(null, '', url)),
  onNavigate(listener) {
    addEventListener('popstate', listener);
    addEventListener('hashchange', listener);
    return () => {
      removeEventListener('popstate', listener);
      removeEventListener('hashchange', listener);
    };
  },
  onLeave(listener) {
    addEventListener('pagehide', listener);
    return () => removeEventListener('pagehide', listener);
  },
};

/**
 * Whether the browser lets the page write: after too many writes, and in some frames, it throws, or it drops the
 * write without a word.
 */
function isTaken(fragment: string, write: (url: string) => void): boolean {
  const url = `#${fragment}`;
  const before = location.hash;
  try {
    write(url);
  } catch {
    return false;
  }
  return location.hash !== before || before === url;
}

/** The whole address of a fragment, to be given away. */
export function addressOf(fragment: string): string {
  return `${location.href.split('#')[0] ?? ''}#${fragment}`;
}

/** Puts a text on the clipboard; false where the page may not. */
export async function copyText(text: string): Promise<boolean> {
  if (!('clipboard' in navigator)) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
