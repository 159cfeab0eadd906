/** Paths and text widths for the room's marks. Widths are estimated, so that no layout is forced. */

/** A box whose left and right corners are rounded apart. */
export function boxPath(
  x: number,
  y: number,
  width: number,
  height: number,
  left: number,
  right: number,
): string {
  return [
    `M${x + left},${y}`,
    `H${x + width - right}`,
    right > 0 ? `a${right},${right} 0 0 1 ${right},${right}` : '',
    `V${y + height - right}`,
    right > 0 ? `a${right},${right} 0 0 1 ${-right},${right}` : '',
    `H${x + left}`,
    left > 0 ? `a${left},${left} 0 0 1 ${-left},${-left}` : '',
    `V${y + left}`,
    left > 0 ? `a${left},${left} 0 0 1 ${left},${-left}` : '',
    'Z',
  ].join('');
}

/** About as wide as `text` is in the sans face at `size` pixels. */
export function textWidth(text: string, size: number): number {
  return text.length * size * 0.57;
}

/** About as wide as `text` is in the monospaced face. */
export function codeWidth(text: string, size: number): number {
  return text.length * size * 0.61;
}

/** `text`, or as much of it as fits with an ellipsis; empty where not even three letters do. */
export function fitText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const letters = Math.floor(width / (size * 0.57)) - 1;
  return letters < 3 ? '' : `${text.slice(0, letters)}…`;
}

/** A small flag, 9 by 11, with its pole's top at 0,0. */
export const flagPath = 'M0,0V11M0,0.8H8L6,3.4L8,6H0Z';
