/** Restrained ANSI colour, and columns. Everything is readable without colour. */

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35 } as const;
export type Tone = keyof typeof codes;

export type Paint = (tone: Tone, text: string) => string;

/** Paints text, or leaves it as it is where there is no colour. */
export function painter(color: boolean): Paint {
  return (tone, text) => (color && text !== '' ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text);
}

/**
 * Takes control characters out of text that came from a file, so that it cannot drive a terminal, and what would
 * change the order in which the rest of a line is shown [Unicode, UAX #9].
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\t' ? ' ' : '\u{FFFD}',
  );
}

/** Rows of cells as lines, each column as wide as its widest cell; two blanks between. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  }
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `1 operation`, `2 operations`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Breaks a text at blanks into lines of at most `width` characters; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
