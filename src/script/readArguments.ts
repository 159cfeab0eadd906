/** Reads the arguments of an operation by the parts of its form, and says what is wrong with each. */
import type { Agent } from '../model/operation.ts';
import type { Report, Span } from './diagnostic.ts';
import { mostBytes } from './declarations.ts';
import { type ArgValue, type ArgValues, type NameKind, nameTitles, type OperationForm, type Part, partLabel, type PlaceKind } from './form.ts';
import type { Token } from './lines.ts';
import type { Names } from './names.ts';
import { greatestNumber, parseNumber, parseSyncFlags, parseValue, syncAccessWords } from './values.ts';
import { directions, isWord } from './words.ts';

/** The tokens of one line after its verb, and where to complain. */
export interface Reader {
  readonly tokens: readonly Token[];
  /** Index of the next token. */
  next: number;
  /** Where something is missing: behind the last token. */
  readonly end: Span;
  readonly agent: Agent;
  readonly names: Names;
  readonly report: Report;
  /** Whether an error was reported for this line. */
  failed: boolean;
}

function fail(reader: Reader, ...error: Parameters<Report['error']>): null {
  reader.failed = true;
  reader.report.error(...error);
  return null;
}

const peek = (reader: Reader, ahead = 0): Token | undefined => reader.tokens[reader.next + ahead];

function take(reader: Reader): Token | undefined {
  const token = peek(reader);
  if (token) reader.next += 1;
  return token;
}

const isSign = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'sign' && token.text === text;

const isText = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'word' && token.text === text;

/** Checks that a word names something of these kinds. */
function readName(reader: Reader, token: Token, of: readonly NameKind[], owner: string | null): string {
  if (!reader.names.has(token.text, of, reader.agent, owner)) {
    const expected = reader.names.candidates(of, reader.agent, owner);
    const message = reader.names.explain(token.text, of, reader.agent);
    fail(reader, token, message, { expected, word: token.text });
  }
  return token.text;
}

/** In `fd from app`: the process that owns the descriptor. */
function namedOwner(reader: Reader): string | null {
  const owner = peek(reader, 1);
  return isText(peek(reader), 'from') && owner?.kind === 'word' ? owner.text : null;
}

function readNamePart(reader: Reader, part: Extract<Part, { part: 'name' }>): ArgValue {
  const token = take(reader);
  const expected = () => reader.names.candidates(part.of, reader.agent, null);
  const wanted = part.of.map((kind) => nameTitles[kind]).join(' or ');
  if (!token) return fail(reader, reader.end, `${wanted} is missing`, { expected: expected() });
  if (token.kind !== 'word')
    return fail(reader, token, `${wanted} is needed, not ‘${token.text}’`, { expected: expected() });
  return readName(reader, token, part.of, namedOwner(reader));
}

function readOffset(reader: Reader, token: Token | undefined): number | null {
  if (!token) return fail(reader, reader.end, 'the offset is missing', { expected: ['OFFSET'] });
  const offset = token.kind === 'number' ? parseNumber(token.text) : null;
  return offset ?? fail(reader, token, `an offset is a number to ${greatestNumber}`, { expected: ['OFFSET'] });
}

function readPlace(reader: Reader, place: PlaceKind): ArgValue {
  const token = take(reader);
  const label = partLabel({ part: 'place', key: '', place });
  if (!token) return fail(reader, reader.end, `a place is missing: ${label}`, { expected: [label] });
  if (token.kind === 'number' && place.bare) {
    const offset = readOffset(reader, token);
    return offset === null ? null : { base: '', offset };
  }
  if (token.kind !== 'word')
    return fail(reader, token, `a place is needed: ${label}`, { expected: [label] });
  const base = readName(reader, token, place.of, null);
  if (!isSign(peek(reader), '+')) return { base, offset: 0 };
  take(reader);
  const offset = readOffset(reader, take(reader));
  return offset === null ? null : { base, offset };
}

function readNumber(reader: Reader, part: Extract<Part, { part: 'number' }>): number | null {
  const token = take(reader);
  const { label, least } = part;
  if (!token) return fail(reader, reader.end, `${label} is missing`, { expected: [label] });
  const number = token.kind === 'number' ? parseNumber(token.text) : null;
  if (number !== null && number >= least && number <= mostBytes) return number;
  const message =
    token.kind === 'number'
      ? `${label} must be a number from ${least} to ${mostBytes}`
      : `${label} is needed, not ‘${token.text}’`;
  return fail(reader, token, message, { expected: [label] });
}

function readValue(reader: Reader): number | null {
  const token = take(reader);
  const expected = ['a letter', '0..255'];
  if (!token) return fail(reader, reader.end, 'the value is missing', { expected });
  const value = parseValue(token.text);
  return value ?? fail(reader, token, 'a value is one letter or a number from 0 to 255', { expected });
}

function readDirection(reader: Reader): ArgValue {
  const token = take(reader);
  const expected = Object.keys(directions);
  if (!token) return fail(reader, reader.end, 'the direction is missing', { expected });
  if (isWord(directions, token.text)) return token.text;
  return fail(reader, token, `‘${token.text}’ is no direction`, { expected, word: token.text });
}

/** `READ`, `READ|WRITE`: the words that belong together, as one token. */
function takeAccess(reader: Reader): Token | undefined {
  const first = take(reader);
  if (!first || !isSign(peek(reader), '|')) return first;
  take(reader);
  const second = take(reader);
  if (!second) return { ...first, text: `${first.text}|` };
  return { ...first, text: `${first.text}|${second.text}`, endColumn: second.endColumn };
}

function readSync(reader: Reader): ArgValue {
  const phase = take(reader);
  const phases = ['START', 'END', 'flags='];
  if (!phase) return fail(reader, reader.end, 'START or END is missing', { expected: phases });
  if (isText(phase, 'flags') && isSign(peek(reader), '=')) {
    take(reader);
    const token = take(reader);
    const flags = token?.kind === 'number' ? parseNumber(token.text) : null;
    return flags ?? fail(reader, token ?? reader.end, 'flags is a number', { expected: ['NUMBER'] });
  }
  if (phase.text !== 'START' && phase.text !== 'END')
    fail(reader, phase, `‘${phase.text}’ is neither START nor END`, {
      expected: phases,
      word: phase.text,
    });
  const access = takeAccess(reader);
  const expected = syncAccessWords;
  if (!access) return fail(reader, reader.end, 'READ or WRITE is missing', { expected });
  if (parseSyncFlags('START', access.text) === null)
    return fail(reader, access, `‘${access.text}’ is no access`, { expected, word: access.text });
  return parseSyncFlags(phase.text, access.text);
}

function readWord(reader: Reader, word: string): null {
  const token = take(reader);
  if (!token) return fail(reader, reader.end, `‘${word}’ is missing`, { expected: [word] });
  if (token.text === word) return null;
  return fail(reader, token, `‘${word}’ is needed, not ‘${token.text}’`, {
    expected: [word],
    word: token.text,
  });
}

/** A part that must be there. */
function readRequired(reader: Reader, part: Part): ArgValue {
  switch (part.part) {
    case 'name':
      return readNamePart(reader, part);
    case 'place':
      return readPlace(reader, part.place);
    case 'number':
      return readNumber(reader, part);
    case 'value':
      return readValue(reader);
    case 'direction':
      return readDirection(reader);
    case 'sync':
      return readSync(reader);
    case 'word':
      return readWord(reader, part.word);
    case 'setting':
    case 'switch':
      return null;
  }
}

function isOptional(part: Part): boolean {
  if (part.part === 'number') return part.default !== undefined;
  if (part.part === 'direction') return part.optional;
  return part.part === 'setting' || part.part === 'switch';
}

/** Whether the next token begins this optional part. */
function beginsPart(reader: Reader, part: Part): boolean {
  const token = peek(reader);
  if (!token) return false;
  switch (part.part) {
    case 'number':
      return token.kind === 'number';
    case 'direction':
      return isWord(directions, token.text);
    case 'setting':
      return isText(token, part.word) && isSign(peek(reader, 1), '=');
    case 'switch':
      return token.text === part.on || token.text === part.off;
    case 'name':
    case 'place':
    case 'value':
    case 'sync':
    case 'word':
      return false;
  }
}

function readOptional(reader: Reader, part: Part): ArgValue {
  const token = take(reader);
  if (part.part === 'switch') return token?.text === part.on;
  if (part.part === 'setting') take(reader);
  else reader.next -= 1;
  if (part.part !== 'setting') return readRequired(reader, part);
  return readNumber(reader, { part: 'number', key: part.key, label: part.label, least: 0 });
}

/** Words with which an optional part can begin, for messages. */
function beginnings(part: Part): string[] {
  if (part.part === 'switch') return part.off === null ? [part.on] : [part.on, part.off];
  if (part.part === 'setting') return [`${part.word}=`];
  if (part.part === 'direction') return Object.keys(directions);
  return part.part === 'number' ? [part.label] : [];
}

/** Whether an optional number stands here although a value must follow: `64 A`, not `65`. */
function standsBeforeValue(reader: Reader): boolean {
  const after = peek(reader, 1);
  return peek(reader)?.kind === 'number' && after !== undefined && parseValue(after.text) !== null;
}

/** The arguments of a form from the reader's tokens; mistakes are reported and read as empty. */
export function readArguments(reader: Reader, form: OperationForm): ArgValues {
  const values: Record<string, ArgValue> = {};
  const open = new Set<Part>();
  for (const [index, part] of form.parts.entries()) {
    const optional = isOptional(part);
    const beforeRequired = form.parts.slice(index + 1).some((later) => !isOptional(later));
    if (part.part === 'number' && part.default !== undefined) values[part.key] = part.default;
    if (optional && !beforeRequired) open.add(part);
    else if (!optional || standsBeforeValue(reader)) {
      const missing = peek(reader) === undefined;
      const value = readRequired(reader, part);
      if (part.part !== 'word') values[part.key] = value;
      if (missing) return values;
    }
  }
  readOptionals(reader, open, values);
  return values;
}

function readOptionals(reader: Reader, open: Set<Part>, values: Record<string, ArgValue>): void {
  for (let token = peek(reader); token; token = peek(reader)) {
    const part = [...open].find((candidate) => beginsPart(reader, candidate));
    if (part && part.part !== 'word') {
      open.delete(part);
      values[part.key] = readOptional(reader, part);
      continue;
    }
    const expected = [...open].flatMap(beginnings);
    const message = expected.length === 0 ? 'nothing more is expected here' : `‘${token.text}’ does not belong here`;
    fail(reader, token, message, { expected, word: token.text });
    take(reader);
    if (token.kind !== 'word') return;
  }
}
