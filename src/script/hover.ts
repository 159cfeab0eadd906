/** What stands at a place of a text, explained: for the editor's hover and its key. */
import {
  docOfAgent,
  docOfExpectation,
  docOfForm,
  docOfKind,
  docOfLiteral,
  docOfOwnWord,
  docOfPlatform,
  docOfSetting,
  docOfSettingValue,
  type WordDoc,
} from './documentation.ts';
import { nameTitles } from './form.ts';
import { speakerOf } from './forms.ts';
import { type Line, readLines, type Token } from './lines.ts';
import { type Outline, outlineOf, partsOf } from './outline.ts';
import { parseNumber } from './values.ts';

/** An explanation and the stretch of text that it is about. */
export interface Hover {
  readonly from: number;
  readonly to: number;
  readonly doc: WordDoc;
}

/** What the word at an offset means; null where there is none, or nothing to say. Never throws. */
export function hoverAt(text: string, offset: number): Hover | null {
  const at = Math.min(Math.max(0, Math.trunc(offset) || 0), text.length);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  const [line] = readLines(text.slice(start, end));
  if (!line) return null;
  const column = at - start + 1;
  const number = text.slice(0, start).split('\n').length;
  const found = explain(line, column, number, () => outlineOf(text));
  if (!found) return null;
  const { doc, token } = found;
  return { from: start + token.column - 1, to: start + token.endColumn - 1, doc };
}

interface Found {
  readonly token: Token;
  readonly doc: WordDoc;
}

const covers = (token: Token, column: number): boolean =>
  token.column <= column && column < token.endColumn;

const found = (token: Token, doc: WordDoc | null): Found | null => (doc ? { token, doc } : null);

function explain(line: Line, column: number, number: number, read: () => Outline): Found | null {
  const { head } = line;
  if (head && covers(head, column) && line.kind !== 'operation')
    return found(head, docOfOwnWord(head.text));
  for (const [index, token] of line.items.entries())
    if (covers(token, column) && line.kind === 'declaration')
      return found(token, docInDeclaration(line, index, number, read));
  if (line.kind === 'operation') {
    const own = inOperation(line, column, number, read());
    if (own) return own;
  }
  return inClauses(line, column);
}

function docInDeclaration(
  { head, items }: Line,
  index: number,
  number: number,
  read: () => Outline,
): WordDoc | null {
  const word = head?.text ?? '';
  const token = items[index];
  if (!token) return null;
  if (items[index + 1]?.text === '=') return docOfSetting(word, token.text);
  if (index === 0)
    return word === 'platform' ? docOfPlatform(token.text) : docOfName(read(), token.text, number);
  const sign = items.findLastIndex(({ text }, i) => i < index && text === '=');
  const key = items[sign - 1]?.text ?? '';
  // `arm64,bounce` of expects= are platforms.
  return (
    (key === 'expects' ? docOfPlatform(token.text) : null) ??
    docOfSettingValue(word, key, token.text)
  );
}

function inOperation(line: Line, column: number, number: number, outline: Outline): Found | null {
  const parts = partsOf(line, outline.cast);
  const { head } = line;
  if (!parts || !head) return null;
  if (covers(head, column))
    return found(head, docOfAgent(head.text.slice(0, -1), speakerOf(parts.agent.agent)));
  const { agent } = parts.agent;
  const owner =
    agent.kind === 'thread' ? agent.process : agent.kind === 'device' ? agent.device : '';
  if (parts.result && covers(parts.result, column))
    return found(parts.result, docOfName(outline, parts.result.text, number, owner));
  const verbs = parts.form?.verb.split(' ').length ?? 0;
  const index = parts.tokens.findIndex((token) => covers(token, column));
  const token = parts.tokens[index];
  if (!token || !parts.form) return null;
  if (index < verbs) {
    const last = parts.tokens[verbs - 1] ?? token;
    const first = parts.tokens[0] ?? token;
    return found({ ...first, endColumn: last.endColumn }, docOfForm(parts.form));
  }
  if (token.kind === 'number') return found(token, docOfNumber(token.text));
  if (token.kind !== 'word') return null;
  const name = docOfName(outline, token.text, number, owner);
  return found(token, docOfLiteral(parts.form, token.text) ?? name);
}

/** A number in the other way of writing it. */
function docOfNumber(text: string): WordDoc | null {
  const number = parseNumber(text);
  if (number === null || number < 10) return null;
  return { title: text, kind: 'number', text: `${number}, 0x${number.toString(16)}.`, source: '' };
}

/** What a name stands for and where it comes from: the newest line above, its owner's first. */
function docOfName(outline: Outline, name: string, line: number, owner = ''): WordDoc | null {
  const known = outline.names.filter((each) => each.name === name);
  const above = known.filter((each) => each.line <= line || each.owner === '');
  const best = above.findLast((each) => each.owner === owner) ?? above.at(-1) ?? known[0];
  if (!best) return null;
  const whose = best.owner === '' ? '' : ` of ${best.owner}`;
  const place = `${best.owner === '' ? 'Declared' : `Introduced by ${best.by}`} in line ${best.line}.`;
  return { title: name, kind: nameTitles[best.kind] + whose, text: place, source: '' };
}

function inClauses(line: Line, column: number): Found | null {
  for (const { word, items } of line.clauses) {
    if (covers(word, column)) return found(word, docOfOwnWord(word.text));
    const index = items.findIndex((token) => covers(token, column));
    const token = items[index];
    if (!token) continue;
    if (word.text === 'during') return found(token, docOfKind(token.text));
    if (token.text === 'on') return found(token, docOfOwnWord('on'));
    const on = items.findIndex(({ text }) => text === 'on');
    const isPlatform = on >= 0 && index > on;
    return found(token, isPlatform ? docOfPlatform(token.text) : docOfExpectation(token.text));
  }
  return null;
}
