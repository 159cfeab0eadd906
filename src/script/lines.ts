/**
 * A text as lines of tokens with their places. The parser generated from scenario.grammar makes the
 * tree; this file flattens it, so that a mistake in one line cannot reach another.
 */
import type { Span } from './diagnostic.ts';
import { parser } from './generated/scenarioParser.ts';

export type TokenKind = 'word' | 'point' | 'number' | 'sign' | 'unknown';

export interface Token extends Span {
  readonly kind: TokenKind;
  readonly text: string;
}

/** `expect …` or `during …` at the end of a line. */
export interface Clause {
  readonly word: Token;
  readonly items: readonly Token[];
}

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly kind: 'blank' | 'text' | 'declaration' | 'operation' | 'stray';
  /** The word of a text line or declaration, or the agent with its colon; null otherwise. */
  readonly head: Token | null;
  /** What follows the word of a text line. */
  readonly text: Token | null;
  readonly items: readonly Token[];
  readonly clauses: readonly Clause[];
  readonly comment: Token | null;
}

/** A line while it is being read. */
interface OpenLine {
  kind: Line['kind'];
  head: Token | null;
  text: Token | null;
  items: Token[];
  clauses: { word: Token; items: Token[] }[];
  comment: Token | null;
}

const emptyLine = (): OpenLine => ({
  kind: 'blank',
  head: null,
  text: null,
  items: [],
  clauses: [],
  comment: null,
});

const kinds: ReadonlyMap<string, TokenKind> = new Map([
  ['Word', 'word'],
  ['OnWord', 'word'],
  ['TextWord', 'word'],
  ['DeclarationWord', 'word'],
  ['Point', 'point'],
  ['Number', 'number'],
  ['Sign', 'sign'],
]);

const headKinds: ReadonlyMap<string, Line['kind']> = new Map([
  ['TextWord', 'text'],
  ['DeclarationWord', 'declaration'],
  ['Agent', 'operation'],
]);

function addToken(line: OpenLine, name: string, token: Token): void {
  const headKind = line.kind === 'blank' ? headKinds.get(name) : undefined;
  if (headKind !== undefined) {
    line.kind = headKind;
    line.head = token;
    return;
  }
  if (name === 'Comment') {
    line.comment = token;
    return;
  }
  if (line.kind === 'blank') line.kind = 'stray';
  if (name === 'Text') line.text = token;
  else if (name === 'ExpectWord' || name === 'DuringWord')
    line.clauses.push({ word: token, items: [] });
  else (line.clauses.at(-1) ?? line).items.push(token);
}

/** The lines of `text`, blank ones included; never throws, whatever the text is. */
export function readLines(text: string): Line[] {
  const lines: Line[] = [];
  let open = emptyLine();
  let start = 0;
  const cursor = parser.parse(text).cursor();
  do {
    if (cursor.node.firstChild !== null || cursor.name === 'Script') continue;
    if (cursor.name === 'Newline') {
      lines.push({ number: lines.length + 1, ...open });
      open = emptyLine();
      start = cursor.to;
      continue;
    }
    if (cursor.from === cursor.to) continue;
    addToken(open, cursor.name, {
      kind: kinds.get(cursor.name) ?? 'unknown',
      text: text.slice(cursor.from, cursor.to).trimEnd(),
      line: lines.length + 1,
      column: cursor.from - start + 1,
      endColumn: cursor.from - start + 1 + text.slice(cursor.from, cursor.to).trimEnd().length,
    });
  } while (cursor.next());
  lines.push({ number: lines.length + 1, ...open });
  return lines;
}
