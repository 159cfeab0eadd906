/** Keys: their names as commands list them, and how they are written for people. */

const written: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  PageDown: 'Page Down',
  PageUp: 'Page Up',
  Escape: 'Esc',
};

/** `Shift+ArrowRight` as `Shift →`. */
export function keyWords(key: string): string {
  return key
    .split('+')
    .map((part, i) => written[part] ?? (i > 0 && part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}

/** The key that finds every other command; with the Command key on a Mac. */
export const paletteKey = 'Ctrl+k';

/** The name of a key press as commands list it; null where a modifier makes it the browser's own. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>,
): string | null {
  const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (isPalette && event.key.toLowerCase() === 'k') return paletteKey;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const key = event.key === ' ' ? 'Space' : event.key;
  const isShifted = event.shiftKey && key.length > 1;
  return isShifted ? `Shift+${key}` : key;
}
