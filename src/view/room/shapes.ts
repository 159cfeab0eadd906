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

/** About as wide as `text` is in the strong sans face at `size` pixels. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const letter of text) ems += letterWidth(letter);
  return ems * size;
}

/** In ems; a little more than in most faces, so that nothing is clipped. */
function letterWidth(letter: string): number {
  if ("iljI.,:;'|! ".includes(letter)) return 0.29;
  if ('frt()[]-–·'.includes(letter)) return 0.39;
  if ('mwMW→…⚑▸▾@'.includes(letter)) return 0.92;
  return letter >= 'A' && letter <= 'Z' ? 0.7 : 0.6;
}

/** About as wide as `text` is in the monospaced face. */
export function codeWidth(text: string, size: number): number {
  return text.length * size * 0.61;
}

/** `text`, or as much of it as fits with an ellipsis; empty where not even three letters do. */
export function fitText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  for (let letters = text.length - 1; letters >= 3; letters--) {
    const shorter = `${text.slice(0, letters).trimEnd()}…`;
    if (textWidth(shorter, size) <= width) return shorter;
  }
  return '';
}

/** `text` broken at its spaces into lines that fit; a word that is too long is cut. */
export function wrapText(text: string, width: number, size: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || textWidth(joined, size) > width) lines.push(word);
    else lines[lines.length - 1] = joined;
  }
  return lines.map((line) => fitText(line, width, size)).filter((line) => line !== '');
}

/** A small flag, 9 by 11, with its pole's top at 0,0. */
export const flagPath = 'M0,0V11M0,0.8H8L6,3.4L8,6H0Z';
