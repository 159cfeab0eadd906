/**
 * Reads the URL fragment that reproduces a picture. It takes any text whatever: what can be read is kept, the rest
 * is reported, and nothing is ever executed.
 */
import { parseCursor, type Cursor } from './cursor.ts';
import {
  emptyLink,
  linkVersion,
  packedMark,
  type DecodedLink,
  type LinkProblem,
  type LinkState,
} from './linkFormat.ts';
import type { Packer } from './pack.ts';
import { decodePercent } from './percent.ts';
import { toWellFormed } from './utf8.ts';

/** Characters of a fragment that are read. */
export const linkLengthLimit = 512 * 1024;

const problemLimit = 20;
const excerptLength = 40;

/** A value that was read, or what is wrong with it; possibly both. */
interface Reading {
  readonly link?: Partial<LinkState>;
  readonly wrong?: string;
}

const wordPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
const speedPattern = /^\d{1,3}(?:\.\d{1,2})?$/;
const selectLimit = 200;
const breakLimit = 400;
/** A comparison may carry the operations of a fork. */
const compareLimit = 8000;

function readWord(value: string, make: (word: string) => Partial<LinkState>): Reading {
  return wordPattern.test(value)
    ? { link: make(value) }
    : { wrong: 'is not a name: small letters, digits and hyphens' };
}

function readPoint(value: string, make: (at: Cursor) => Partial<LinkState>): Reading {
  const at = parseCursor(value);
  return at ? { link: make(at) } : { wrong: 'is not a step such as 12 or 12.3' };
}

function readView(value: string): Reading {
  const names = value === '' ? [] : value.split(',');
  const view = [...new Set(names.filter((name) => wordPattern.test(name)))];
  return {
    link: { view },
    ...(view.length < names.length ? { wrong: 'has a name that is repeated or no panel' } : {}),
  };
}

function readTheme(value: string): Reading {
  switch (value) {
    case 'auto':
    case 'light':
    case 'dark':
    case 'contrast':
      return { link: { theme: value } };
    default:
      return { wrong: 'is not auto, light, dark or contrast' };
  }
}

function readSpeed(value: string): Reading {
  const speed = speedPattern.test(value) ? Number(value) : 0;
  return speed >= 0.01 && speed <= 100
    ? { link: { speed } }
    : { wrong: 'is not a number from 0.01 to 100' };
}

function readSwitch(value: string, make: (on: boolean) => Partial<LinkState>): Reading {
  return value === '1' || value === '0'
    ? { link: make(value === '1') }
    : { wrong: 'is not 1 or 0' };
}

const noPacker = 'is packed, and what unpacks it could not be loaded';

function readPacked(value: string, packer: Packer | null): Reading {
  if (!packer) return { wrong: noPacker };
  const unpacked = packer.unpack(value);
  return unpacked.ok
    ? { link: { source: { kind: 'script', text: unpacked.text } } }
    : { wrong: unpacked.message };
}

function readFork(value: string, packer: Packer | null): Reading {
  if (!value.startsWith(packedMark)) return { link: { fork: value } };
  if (!packer) return { wrong: noPacker };
  const unpacked = packer.unpack(value.slice(packedMark.length));
  return unpacked.ok ? { link: { fork: unpacked.text } } : { wrong: unpacked.message };
}

function readShort(
  value: string,
  limit: number,
  make: (text: string) => Partial<LinkState>,
): Reading {
  return value !== '' && value.length <= limit
    ? { link: make(value) }
    : { wrong: `is empty or longer than ${limit} characters` };
}

function readCaches(value: string): Reading {
  return value === 'lines' || value === 'sets'
    ? { link: { caches: value } }
    : { wrong: 'is not lines or sets' };
}

function readVersion(value: string): Reading {
  const version = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (version === linkVersion) return {};
  return version > linkVersion
    ? { wrong: 'is a newer format: this bufscope may not understand all of the link' }
    : { wrong: `is not a format: it should be ${linkVersion}` };
}

type Reader = (value: string, packer: Packer | null) => Reading;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['scenario', (v) => readWord(v, (id) => ({ source: { kind: 'scenario', id } }))],
  ['script', (text) => ({ link: { source: { kind: 'script', text } } })],
  ['z', readPacked],
  ['platform', (v) => readWord(v, (platform) => ({ platform }))],
  ['dma-debug', (v) => readSwitch(v, (dmaDebug) => ({ dmaDebug }))],
  ['at', (v) => readPoint(v, (at) => ({ at }))],
  ['fork', readFork],
  ['view', readView],
  ['select', (v) => readShort(v, selectLimit, (select) => ({ select }))],
  ['theme', readTheme],
  ['speed', readSpeed],
  ['caches', readCaches],
  ['from', (v) => readPoint(v, (from) => ({ from }))],
  ['to', (v) => readPoint(v, (to) => ({ to }))],
  ['loop', (v) => readSwitch(v, (loop) => ({ loop }))],
  ['break', (v) => readShort(v, breakLimit, (text) => ({ break: text }))],
  ['compare', (v) => readShort(v, compareLimit, (compare) => ({ compare }))],
  ['lecture', (v) => readSwitch(v, (lecture) => ({ lecture }))],
  ['play', (v) => readSwitch(v, (play) => ({ play }))],
  ['v', readVersion],
]);

const sourceKeys = ['scenario', 'script', 'z'];

/** Reads one `key=value`, given the keys read before it. */
function readPair(
  pair: string,
  seen: ReadonlySet<string>,
  packer: Packer | null,
): Reading & { key: string; raw: string } {
  const equals = pair.indexOf('=');
  const key = equals < 0 ? pair : pair.slice(0, equals);
  const raw = equals < 0 ? '' : pair.slice(equals + 1);
  const reader = readers.get(key);
  if (key === '') return { key, raw: pair, wrong: 'is a part without a key' };
  if (!reader) return { key, raw, wrong: 'is not a key that bufscope knows' };
  if (equals < 0) return { key, raw, wrong: 'has no value' };
  if (seen.has(key)) return { key, raw, wrong: 'is given twice: the first one counts' };
  if (sourceKeys.includes(key) && sourceKeys.some((other) => seen.has(other))) {
    return { key, raw, wrong: 'comes beside another script: the first one counts' };
  }
  const value = decodePercent(raw);
  if (value === null) return { key, raw, wrong: 'is not percent-encoded UTF-8' };
  return { key, raw, ...reader(value, packer) };
}

/** Makes a text fit to be shown in a message. */
function excerpt(text: string): string {
  const visible = text.slice(0, excerptLength).replace(/\p{Cc}/gu, ' ');
  return toWellFormed(text.length > excerptLength ? `${visible}…` : visible);
}

/** Reads a fragment, with or without its `#`. Never throws. */
export function decodeLinkWith(packer: Packer | null, fragment: string): DecodedLink {
  const text = fragment.replace(/^#/, '');
  const seen = new Set<string>();
  const problems: LinkProblem[] = [];
  let link = emptyLink;
  if (text.length > linkLengthLimit) {
    problems.push({ key: '', value: excerpt(text), message: 'is too long to be read whole' });
  }
  for (const pair of text.slice(0, linkLengthLimit).split('&', 1000)) {
    if (pair === '') continue;
    const { key, raw, link: read, wrong } = readPair(pair, seen, packer);
    if (read) link = { ...link, ...read };
    if (read || key === 'v') seen.add(key);
    if (wrong !== undefined && problems.length < problemLimit) {
      problems.push({ key: excerpt(key), value: excerpt(raw), message: wrong });
    }
  }
  return { link, problems };
}
