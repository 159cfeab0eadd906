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

/**
 * A whole number of up to 64 bits, with or without a minus sign; from 2^63 on it stands for the negative number
 * with the same bits. Null where it is no such number.
 */
export function parseWide(text: string): number | null {
  const digits = text.startsWith('-') ? text.slice(1) : text;
  if (!/^(?:0[xX][0-9a-fA-F]{1,16}|[0-9]{1,20})$/.test(digits)) return null;
  const value = BigInt(digits);
  if (value >= 1n << 64n) return null;
  return Number(BigInt.asIntN(64, text.startsWith('-') ? -value : value));
}

/** As `parseWide` reads it. */
export function formatWide(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : BigInt(Math.trunc(value)).toString();
}

/** Bits by name where all of them have one, else the number: `READ|WRITE`, `0x9`. */
export function formatBits(value: number, bits: Readonly<Record<string, number>>): string {
  const known = Object.entries(bits);
  const zero = known.find(([, bit]) => bit === 0)?.[0];
  if (value === 0) return zero ?? '0';
  const exact = known.find(([, bit]) => bit === value)?.[0];
  if (exact !== undefined) return exact;
  const set = known.filter(([, bit]) => isOneBit(bit) && hasBits(value, bit));
  const sum = set.reduce((total, [, bit]) => total + bit, 0);
  if (sum === value) return set.map(([name]) => name).join('|');
  return value < 0 || !Number.isSafeInteger(value) ? formatWide(value) : `0x${value.toString(16)}`;
}

function isOneBit(bit: number): boolean {
  return bit > 0 && Number.isInteger(Math.log2(bit));
}

function hasBits(value: number, bit: number): boolean {
  return value >= 0 && value <= greatestNumber && Math.floor(value / bit) % 2 === 1;
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
  return `flags=0x${BigInt.asUintN(64, BigInt(Math.trunc(flags))).toString(16)}`;
}

/** A text as one line, words separated by single spaces. */
export const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Short names of directions, for sentences. */
export const directionPhrases: Words<Direction> = {
  BIDIRECTIONAL: 'both directions',
  TO_DEVICE: 'the device to read',
  FROM_DEVICE: 'the device to write',
};
