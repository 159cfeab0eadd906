/** Text from anywhere in Markdown (CommonMark, and GitHub's): always read as the text that it is. */

/** Letters that mean something in a line; an underscore only at the edge of a word, an ampersand only of an entity. */
const active = /[\\`*[\]<>#~$]|&(?=[#\w])|:(?=\S)|(?<!\w)_|_(?!\w)/gu;
/** What makes a list, a quotation or a heading of a line that it begins. */
const opening = /^(?:[-+=]|\d+(?=[.)]))/u;

/** `text` in words, with nothing in it that means anything. */
export function plainText(text: string): string {
  const line = oneLine(text).trimStart();
  const [first = ''] = opening.exec(line) ?? [];
  const rest = line.slice(first.length).replaceAll(active, '\\$&');
  if (first === '') return rest;
  return /\d/u.test(first) ? `${first}\\${rest}` : `\\${first}${rest}`;
}

/** `text` as code in a line. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const air = /^[` ]|[` ]$/u.test(line) || line === '' ? ' ' : '';
  return `${fence}${air}${line}${air}${fence}`;
}

/** `text` as lines of code. */
export function codeBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  const lines = text.split(/[\r\n\u2028\u2029]+/u).map(oneLine);
  return [fence, ...lines, fence].join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
}
