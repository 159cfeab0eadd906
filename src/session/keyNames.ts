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
    .map((part) => written[part] ?? part)
    .join(' ');
}

/** The name of a key press as commands list it; null where a modifier makes it the browser's own. */
export function keyName(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const key = event.key === ' ' ? 'Space' : event.key;
  const isShifted = event.shiftKey && key.length > 1;
  return isShifted ? `Shift+${key}` : key;
}
