/** Reads the arguments of an operation by the parts of its form: first what must be there, then the rest. */
import type { ArgValue, ArgValues, OperationForm, Part } from './form.ts';
import { nearest } from './nearest.ts';
import {
  fail,
  isSign,
  isText,
  peek,
  type Reader,
  readNumber,
  readRequired,
  take,
} from './readPart.ts';
import { beginsWide, isWide, readWide, wideBeginnings } from './readWide.ts';
import { parseValue } from './values.ts';
import { directions, isWord } from './words.ts';

function isOptional(part: Part): boolean {
  if (part.part === 'ranges') return false;
  if (isWide(part)) return part.default !== undefined;
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
    case 'choice':
    case 'flags':
    case 'integer':
    case 'text':
    case 'ranges':
      return beginsWide(reader, part);
    case 'name':
    case 'place':
    case 'value':
    case 'sync':
    case 'word':
      return false;
  }
}

const readPart = (reader: Reader, part: Part): ArgValue =>
  isWide(part) ? readWide(reader, part) : readRequired(reader, part);

function readOptional(reader: Reader, part: Part): ArgValue {
  if (isWide(part)) return readWide(reader, part);
  const token = take(reader);
  if (part.part === 'switch') return token?.text === part.on;
  if (part.part === 'setting') take(reader);
  else reader.next -= 1;
  if (part.part !== 'setting') return readRequired(reader, part);
  return readNumber(reader, { part: 'number', key: part.key, label: part.label, least: 0 });
}

/** Words with which an optional part can begin, for messages. */
function beginnings(part: Part): string[] {
  if (isWide(part)) return wideBeginnings(part);
  if (part.part === 'switch') return part.off === null ? [part.on] : [part.on, part.off];
  if (part.part === 'setting') return [`${part.word}=`];
  if (part.part === 'direction') return Object.keys(directions);
  return part.part === 'number' ? [part.label] : [];
}

/**
 * Whether an optional number stands here although a value must follow: `64 A`, not `65`. What follows may
 * be a wrong value (`64 300`), but not the beginning of one of the parts behind it (`65 nosnoop`).
 */
function standsBeforeValue(reader: Reader, behind: readonly Part[]): boolean {
  const after = peek(reader, 1);
  if (peek(reader)?.kind !== 'number' || after === undefined) return false;
  if (parseValue(after.text) !== null || after.kind === 'number') return true;
  const words = [...behind.flatMap(beginnings), 'during', 'expect'];
  return after.kind !== 'sign' && nearest(after.text, words) === null;
}

/** The arguments of a form from the reader's tokens; mistakes are reported and read as empty. */
export function readArguments(reader: Reader, form: OperationForm): ArgValues {
  const values: Record<string, ArgValue> = {};
  const open = new Set<Part>();
  for (const [index, part] of form.parts.entries()) {
    const optional = isOptional(part);
    const beforeRequired = form.parts.slice(index + 1).some((later) => !isOptional(later));
    const hasDefault = part.part === 'number' || (isWide(part) && part.part !== 'ranges');
    if (hasDefault && part.default !== undefined) values[part.key] = part.default;
    if (optional && !beforeRequired) open.add(part);
    else if (!optional || standsBeforeValue(reader, form.parts.slice(index + 1))) {
      const missing = peek(reader) === undefined;
      const value = readPart(reader, part);
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
    const own = [...open].flatMap(beginnings);
    const message =
      own.length === 0 ? 'nothing more is expected here' : `‘${token.text}’ does not belong here`;
    fail(reader, token, message, { expected: [...own, 'during', 'expect'], word: token.text });
    take(reader);
    // Behind a misspelled part the others are read; behind anything else nothing can be told.
    if (nearest(token.text, own) === null) return;
  }
}
