/** Numbers, byte values, names and places in memory as the language writes them. */
import type { Direction, Location } from '../model/operation.ts';
import type { Words } from './words.ts';

/** The greatest number that a script may contain. */
export const greatestNumber = 0xffff_ffff;

/** `64`, `0x40`; null where it is no number or greater than `greatestNumber`. */
export function parseNumber(text: string): number | null {
  if (!/^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(text)) return null;
  const number = Number(text);
  return number <= greatestNumber ? number : null;
}

/** A byte: one letter (its ASCII code), or a number to 255; null where it is neither. */
export function parseValue(text: string): number | null {
  if (/^[A-Za-z]$/.test(text)) return text.charCodeAt(0);
  const number = parseNumber(text);
  return number !== null && number <= 255 ? number : null;
}

/** A byte as scripts and pictures write it: the letter where it is the code of one, else the number. */
export function formatValue(value: number): string {
  const text = String.fromCharCode(value);
  return /^[A-Za-z]$/.test(text) ? text : String(value);
}

/** `p+64`; the bare offset where nothing is named. */
export function formatLocation(location: Location): string {
  return location.base === '' ? String(location.offset) : `${location.base}+${location.offset}`;
}

const readFlag = 1;
const writeFlag = 2;
const endFlag = 4;

const syncAccess: ReadonlyMap<string, number> = new Map([
  ['READ', readFlag],
  ['WRITE', writeFlag],
  ['READ|WRITE', readFlag | writeFlag],
  ['WRITE|READ', readFlag | writeFlag],
]);

/** The accesses of DMA_BUF_IOCTL_SYNC, as written. */
export const syncAccessWords = ['READ', 'WRITE', 'READ|WRITE'];

/** `START`, `READ|WRITE` as flags of struct dma_buf_sync; null where a word is wrong. */
export function parseSyncFlags(phase: string, access: string): number | null {
  const flags = syncAccess.get(access);
  if (flags === undefined) return null;
  if (phase === 'START') return flags;
  return phase === 'END' ? flags | endFlag : null;
}

/** `START READ`, or `flags=0x9` where words cannot say it. */
export function formatSyncFlags(flags: number): string {
  for (const phase of ['START', 'END'])
    for (const access of syncAccessWords)
      if (parseSyncFlags(phase, access) === flags) return `${phase} ${access}`;
  return `flags=0x${flags.toString(16)}`;
}

/** A text as one line, words separated by single spaces. */
export const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Short names of directions, for sentences. */
export const directionPhrases: Words<Direction> = {
  BIDIRECTIONAL: 'both directions',
  TO_DEVICE: 'the device to read',
  FROM_DEVICE: 'the device to write',
};
