/** Reads one part of an operation, a name, a place, a number …, and says what is wrong with it. */
import type { Agent, Location } from '../model/operation.ts';
import type { Report, Span } from './diagnostic.ts';
import {
  type ArgValue,
  type NameKind,
  nameTitles,
  type Part,
  partLabel,
  type PlaceKind,
  type WidePart,
} from './form.ts';
import type { Token } from './lines.ts';
import type { Names } from './names.ts';
import {
  greatestNumber,
  parseNumber,
  parseSyncFlags,
  parseValue,
  parseWide,
  syncAccessWords,
} from './values.ts';
import { directions, isWord } from './words.ts';
import { longestAccess } from './work.ts';

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

export function fail(reader: Reader, ...error: Parameters<Report['error']>): null {
  reader.failed = true;
  reader.report.error(...error);
  return null;
}

export const peek = (reader: Reader, ahead = 0): Token | undefined =>
  reader.tokens[reader.next + ahead];

export function take(reader: Reader): Token | undefined {
  const token = peek(reader);
  if (token) reader.next += 1;
  return token;
}

export const isSign = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'sign' && token.text === text;

export const isText = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'word' && token.text === text;

/** Checks that a word names something of these kinds. */
function readName(
  reader: Reader,
  token: Token,
  of: readonly NameKind[],
  owner: string | null,
): string {
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
    return fail(reader, token, `${wanted} is needed, not ‘${token.text}’`, {
      expected: expected(),
    });
  const owner = namedOwner(reader);
  // Of an unknown process nothing is known; the complaint about it is enough.
  if (owner !== null && !reader.names.has(owner, ['process', 'device'], reader.agent, null))
    return token.text;
  return readName(reader, token, part.of, owner);
}

function readOffset(reader: Reader, token: Token | undefined): number | null {
  if (!token) return fail(reader, reader.end, 'the offset is missing', { expected: ['OFFSET'] });
  const offset = token.kind === 'number' ? parseNumber(token.text) : null;
  return (
    offset ??
    fail(reader, token, `an offset is a number to ${greatestNumber}`, { expected: ['OFFSET'] })
  );
}

export function readPlace(reader: Reader, place: PlaceKind): Location | null {
  const token = take(reader);
  const label = partLabel({ part: 'place', key: '', place });
  if (!token)
    return fail(reader, reader.end, `a place is missing: ${label}`, { expected: [label] });
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

export function readNumber(reader: Reader, part: Extract<Part, { part: 'number' }>): number | null {
  const token = take(reader);
  const { label, least } = part;
  if (!token) return fail(reader, reader.end, `${label} is missing`, { expected: [label] });
  const number = token.kind === 'number' ? parseNumber(token.text) : null;
  if (number !== null && number >= least && number <= longestAccess) return number;
  const message =
    token.kind === 'number'
      ? `${label} must be a number from ${least} to ${longestAccess}`
      : `${label} is needed, not ‘${token.text}’`;
  return fail(reader, token, message, { expected: [label] });
}

function readValue(reader: Reader): number | null {
  const token = take(reader);
  const expected = ['a letter', '0..255'];
  if (!token) return fail(reader, reader.end, 'the value is missing', { expected });
  const value = parseValue(token.text);
  return (
    value ?? fail(reader, token, 'a value is one letter or a number from 0 to 255', { expected })
  );
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
    const flags = token?.kind === 'number' ? parseWide(token.text) : null;
    return (
      flags ?? fail(reader, token ?? reader.end, 'flags is a number', { expected: ['NUMBER'] })
    );
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
export function readRequired(reader: Reader, part: Exclude<Part, WidePart>): ArgValue {
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
