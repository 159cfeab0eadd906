/** Reads the parts of an operation that have words of their own: a choice, bits by name, wide numbers, ranges. */
import type { ArgRange, ArgValue, Part, WidePart } from './form.ts';
import { fail, isSign, isText, peek, readPlace, type Reader, take } from './readPart.ts';
import { parseWide } from './values.ts';

const wideParts: readonly string[] = ['choice', 'flags', 'integer', 'text', 'ranges'];

export function isWide(part: Part): part is WidePart {
  return wideParts.includes(part.part);
}

const isMinus = (reader: Reader, ahead = 0): boolean =>
  peek(reader, ahead)?.text === '-' && peek(reader, ahead + 1)?.kind === 'number';

/** Whether the next token begins this optional part. */
export function beginsWide(reader: Reader, part: WidePart): boolean {
  const token = peek(reader);
  if (!token || part.part === 'ranges') return false;
  if (part.part === 'text') return token.kind === 'word';
  if (part.part === 'choice') return part.words.includes(token.text);
  if (part.word !== undefined) return isText(token, part.word) && isSign(peek(reader, 1), '=');
  if (token.kind === 'number' || isMinus(reader)) return true;
  return part.part === 'flags' && Object.hasOwn(part.bits, token.text);
}

/** Words with which the part can begin, for messages. */
export function wideBeginnings(part: WidePart): string[] {
  if (part.part === 'choice') return [...part.words];
  if (part.part === 'ranges') return [];
  if (part.part === 'text') return [part.label];
  if (part.word !== undefined) return [`${part.word}=`];
  return part.part === 'flags' ? Object.keys(part.bits) : [part.label];
}

/** Reads the part; mistakes are reported and read as null. */
export function readWide(reader: Reader, part: WidePart): ArgValue {
  switch (part.part) {
    case 'choice':
      return readChoice(reader, part);
    case 'flags':
      return readSettingWord(reader, part) ? readFlags(reader, part) : null;
    case 'integer':
      return readSettingWord(reader, part) ? readInteger(reader, part.label) : null;
    case 'text':
      return take(reader)?.text ?? '';
    case 'ranges':
      return readRanges(reader, part);
  }
}

function readChoice(reader: Reader, part: Extract<WidePart, { part: 'choice' }>): ArgValue {
  const token = take(reader);
  const expected = part.words;
  if (!token) return fail(reader, reader.end, `${part.label} is missing`, { expected });
  if (part.words.includes(token.text)) return token.text;
  const message = `${part.label} is needed, not ‘${token.text}’`;
  return fail(reader, token, message, { expected, word: token.text });
}

/** `word=`, where the part has one. */
function readSettingWord(
  reader: Reader,
  { word, label }: { readonly word?: string; readonly label: string },
): boolean {
  if (word === undefined) return true;
  const token = take(reader);
  const isRight = isText(token, word) && isSign(peek(reader), '=');
  if (isRight) take(reader);
  else fail(reader, token ?? reader.end, `${word}=${label} is missing`, { expected: [`${word}=`] });
  return isRight;
}

/** A number with or without a minus sign. */
function readInteger(reader: Reader, label: string): number | null {
  const isNegative = isMinus(reader);
  if (isNegative) take(reader);
  const token = take(reader);
  if (!token) return fail(reader, reader.end, `${label} is missing`, { expected: [label] });
  const sign = isNegative ? '-' : '';
  const value = token.kind === 'number' ? parseWide(sign + token.text) : null;
  const message =
    token.kind === 'number'
      ? `${label} must be a number of at most 64 bits`
      : `${label} is needed, not ‘${token.text}’`;
  return value ?? fail(reader, token, message, { expected: [label] });
}

function readFlags(reader: Reader, part: Extract<WidePart, { part: 'flags' }>): number | null {
  if (peek(reader)?.kind === 'number' || isMinus(reader)) return readInteger(reader, part.label);
  const set = new Set<number>();
  do {
    if (isSign(peek(reader), '|')) take(reader);
    const token = take(reader);
    const expected = Object.keys(part.bits);
    if (!token) return fail(reader, reader.end, `${part.label} is missing`, { expected });
    const bit = Object.hasOwn(part.bits, token.text) ? part.bits[token.text] : undefined;
    if (bit === undefined) {
      const message = `‘${token.text}’ is none of the flags`;
      return fail(reader, token, message, { expected, word: token.text });
    }
    set.add(bit);
  } while (isSign(peek(reader), '|'));
  return [...set].reduce((sum, bit) => sum + bit, 0);
}

function readRanges(reader: Reader, part: Extract<WidePart, { part: 'ranges' }>): ArgValue {
  const ranges: ArgRange[] = [];
  do {
    const at = readPlace(reader, part.place);
    const length = at ? readInteger(reader, 'LENGTH') : null;
    if (!at || length === null) return null;
    ranges.push({ at, length });
  } while (peek(reader)?.kind === 'word' && isSign(peek(reader, 1), '+'));
  return { ranges };
}
