/** Reads `expect …` and `during …` behind an operation. */
import type { MicroPoint } from '../model/operation.ts';
import type { Expect, ExpectedRun, ExpectWhat } from './ast.ts';
import { costWords } from './costWords.ts';
import { platformIds } from './platformSettings.ts';
import type { Report, Span } from './diagnostic.ts';
import type { Clause, Token } from './lines.ts';
import { parseNumber, parseValue } from './values.ts';
import { errnos, isWord, microEventKinds, ruleIds, signals, violationClasses } from './words.ts';

/** Words of expectations that are no names of the model. */
const plainWords: ReadonlyMap<string, ExpectWhat> = new Map([
  ['ok', { kind: 'ok' }],
  ['fault', { kind: 'fault', took: true }],
  ['nofault', { kind: 'fault', took: false }],
  ['blocked', { kind: 'blocked' }],
  ['oops', { kind: 'oops' }],
  ['stale', { kind: 'rule', rule: 'stale-read' }],
  ['luck', { kind: 'verdict', verdict: 'luck' }],
  ['harm', { kind: 'verdict', verdict: 'harm' }],
  ['none', { kind: 'none' }],
]);

/** Before the number that a call returned. */
const returnsWord = 'returns';

/** Every word that can follow `expect`; values come on top. */
export const expectWords: readonly string[] = [
  ...plainWords.keys(),
  ...Object.keys(costWords),
  returnsWord,
  ...Object.keys(errnos),
  ...Object.keys(signals),
  ...Object.keys(ruleIds),
  ...Object.keys(violationClasses),
];

/** What a word that can follow `expect` means; null for others, a letter is a value. */
export function parseExpectWord(word: string): ExpectWhat | null {
  const plain = plainWords.get(word);
  if (plain) return plain;
  if (isWord(errnos, word)) return { kind: 'errno', errno: word };
  if (isWord(signals, word)) return { kind: 'signal', signal: word };
  if (isWord(ruleIds, word)) return { kind: 'rule', rule: word };
  return isWord(violationClasses, word) ? { kind: 'class', class: word } : null;
}

const behind = (token: Span): Span => ({ ...token, column: token.endColumn });

/** Splits tokens at a sign. */
function splitAt(tokens: readonly Token[], sign: string): Token[][] {
  const groups: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === sign) groups.push([]);
    else groups.at(-1)?.push(token);
  }
  return groups;
}

/** `A*64` */
function readRun(tokens: readonly Token[], place: Span, report: Report): ExpectedRun | null {
  const [value, star, count, extra] = tokens;
  if (!value) {
    report.error(behind(place), 'a value is missing', { expected: ['a letter', '0..255'] });
    return null;
  }
  const byte = parseValue(value.text);
  if (byte === null) {
    report.error(value, 'a value is one letter or a number from 0 to 255');
    return null;
  }
  if (!star) return { value: byte, count: 1 };
  const bytes = count ? parseNumber(count.text) : null;
  if (star.text !== '*' || bytes === null || bytes === 0 || extra) {
    report.error(extra ?? count ?? star, 'a run of bytes is written VALUE*COUNT, as A*64');
    return null;
  }
  return { value: byte, count: bytes };
}

/** `maintained=8`; null after complaints. */
function readCost(tokens: readonly Token[], report: Report): ExpectWhat | null {
  const [word, sign, number, extra] = tokens;
  if (!word || !isWord(costWords, word.text)) return null;
  const count = number ? parseNumber(number.text) : null;
  if (sign?.text === '=' && count !== null && !extra)
    return { kind: 'cost', cost: word.text, count };
  const message = `a cost is compared with a number: ${word.text}=8`;
  report.error(extra ?? number ?? sign ?? word, message);
  return null;
}

/** `returns=16384`; null after complaints. */
function readReturns(tokens: readonly Token[], report: Report): ExpectWhat | null {
  const [word, sign, number, extra] = tokens;
  const value = number ? parseNumber(number.text) : null;
  if (sign?.text === '=' && value !== null && !extra) return { kind: 'returns', number: value };
  const place = extra ?? number ?? sign ?? word;
  if (place) report.error(place, 'what a call returns is a number: returns=16384');
  return null;
}

function readWhat(clause: Clause, tokens: readonly Token[], report: Report): ExpectWhat | null {
  const [first, second] = tokens;
  if (!first) {
    report.error(behind(clause.word), 'what is expected is missing', {
      expected: ['a value', ...expectWords],
    });
    return null;
  }
  if (isWord(costWords, first.text)) return readCost(tokens, report);
  if (first.text === returnsWord) return readReturns(tokens, report);
  if (second?.kind === 'sign') {
    const runs = splitAt(tokens, ',').map((run) => readRun(run, tokens.at(-1) ?? first, report));
    const right = runs.filter((run) => run !== null);
    return right.length === runs.length ? { kind: 'runs', runs: right } : null;
  }
  if (second) {
    report.error(second, 'one thing is expected by each ‘expect’', {
      expected: ['on', 'expect'],
      word: second.text,
    });
    return null;
  }
  const value = parseValue(first.text);
  if (value !== null) return { kind: 'value', value };
  const what = parseExpectWord(first.text);
  if (what) return what;
  const message =
    first.kind === 'number'
      ? 'a value is one letter or a number from 0 to 255'
      : `‘${first.text}’ cannot be expected`;
  report.error(first, message, { expected: expectWords, word: first.text });
  return null;
}

/** `x86,arm64` */
function readPlatforms(on: Token, tokens: readonly Token[], report: Report): string[] | null {
  const ids: string[] = [];
  const before = report.diagnostics.length;
  for (const group of splitAt(tokens, ',')) {
    const [id, extra] = group;
    if (!id)
      report.error(behind(tokens.at(-1) ?? on), 'a platform is missing', { expected: platformIds });
    else if (extra)
      report.error(extra, 'platforms are separated by commas', { expected: [',', 'expect'] });
    else if (!platformIds.includes(id.text))
      report.error(id, `‘${id.text}’ is no platform`, { expected: platformIds, word: id.text });
    else if (ids.includes(id.text)) report.error(id, `${id.text} stands here twice`);
    else ids.push(id.text);
  }
  return report.diagnostics.length === before ? ids : null;
}

/** `expect A on x86`; null after complaints. */
export function readExpect(clause: Clause, report: Report): Expect | null {
  const index = clause.items.findIndex((token) => token.text === 'on');
  const on = clause.items[index];
  const what = readWhat(clause, on ? clause.items.slice(0, index) : clause.items, report);
  const platforms = on ? readPlatforms(on, clause.items.slice(index + 1), report) : [];
  return what && platforms ? { what, platforms } : null;
}

/** `during ipi.send#2`; null after complaints. */
export function readDuring(clause: Clause, report: Report): MicroPoint | null {
  const [token, extra] = clause.items;
  const expected = Object.keys(microEventKinds);
  if (!token) {
    report.error(behind(clause.word), 'a kind of micro-event is missing', { expected });
    return null;
  }
  if (extra) {
    report.error(extra, 'nothing more is expected here', {
      expected: ['expect'],
      word: extra.text,
    });
    return null;
  }
  const [kind = '', count] = token.text.split('#');
  const nth = count === undefined ? 1 : parseNumber(count);
  if (!isWord(microEventKinds, kind)) {
    const span = { ...token, endColumn: token.column + kind.length };
    report.error(span, `‘${kind}’ is no kind of micro-event`, { expected, word: kind });
    return null;
  }
  if (nth === null || nth < 1) {
    report.error(token, 'micro-events of a kind are counted from #1');
    return null;
  }
  return { kind, nth };
}
