/**
 * Reads the URL fragment that reproduces a picture. It takes any text whatever: what can be read is kept, the rest
 * is reported, and nothing is ever executed.
 */
import { isSameCursor, parseCursor, type Cursor } from './cursor.ts';
import {
  emptyLink,
  linkVersion,
  packedMark,
  pauseLimit,
  type DecodedLink,
  type LinkPause,
  type LinkProblem,
  type LinkState,
} from './linkFormat.ts';
import { migrateLink, type LinkPair } from './migrateLink.ts';
import type { Packer } from './pack.ts';
import { decodePercent } from './percent.ts';
import { toWellFormed } from './utf8.ts';

/** Characters of a fragment that are read. */
export const linkLengthLimit = 512 * 1024;

/** Parts between `&` that are read. */
const partLimit = 1000;

const problemLimit = 20;
const excerptLength = 40;
const messageLength = 400;

/** A value that was read, or what is wrong with it; possibly both. */
interface Reading {
  readonly link?: Partial<LinkState>;
  readonly wrong?: string;
}

const wordPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
const speedPattern = /^\d{1,3}(?:\.\d{1,2})?$/;
const versionPattern = /^\d{1,6}$/;
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

const pausePattern = /^(\d{1,7}(?:\.\d{1,7})?)(?::(\d{1,3}(?:\.\d{1,2})?))?$/;

/** One of `3`, `7.2`, `9:4`; null for anything else. */
function parsePause(text: string): LinkPause | null {
  const [, point = '', seconds] = pausePattern.exec(text) ?? [];
  const at = parseCursor(point);
  if (!at) return null;
  if (seconds === undefined) return { at, seconds: null };
  return Number(seconds) >= 0.1 && Number(seconds) <= 600 ? { at, seconds: Number(seconds) } : null;
}

function readPauses(value: string): Reading {
  const parts = value.split(',', pauseLimit + 1);
  const pauses: LinkPause[] = [];
  for (const part of parts.slice(0, pauseLimit)) {
    const pause = parsePause(part);
    if (pause && !pauses.some(({ at }) => isSameCursor(at, pause.at))) pauses.push(pause);
  }
  return {
    ...(pauses.length === 0 ? {} : { link: { pause: pauses } }),
    ...(pauses.length === parts.length
      ? {}
      : { wrong: `has more than ${pauseLimit} steps, one twice, or one not like 3, 7.2 or 9:4` }),
  };
}

function readControls(value: string): Reading {
  return value === 'bar' || value === 'none'
    ? { link: { controls: value } }
    : { wrong: 'is not bar or none' };
}

function readLanguage(value: string): Reading {
  return value === 'en' ? { link: { lang: value } } : { wrong: 'is not here yet: there is en' };
}

function readVersion(value: string): Reading {
  const version = versionPattern.test(value) ? Number(value) : 0;
  // An older one was turned into today's before it was read.
  if (version >= 1 && version <= linkVersion) return {};
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
  ['pause', readPauses],
  ['break', (v) => readShort(v, breakLimit, (text) => ({ break: text }))],
  ['compare', (v) => readShort(v, compareLimit, (compare) => ({ compare }))],
  ['controls', readControls],
  ['readonly', (v) => readSwitch(v, (readonly) => ({ readonly }))],
  ['lang', readLanguage],
  ['lecture', (v) => readSwitch(v, (lecture) => ({ lecture }))],
  ['play', (v) => readSwitch(v, (play) => ({ play }))],
  ['v', readVersion],
]);

const sourceKeys = ['scenario', 'script', 'z'];

/** The parts of a fragment, as they stand there. */
function pairsOf(fragment: string): readonly LinkPair[] {
  const read = fragment.replace(/^#/, '').slice(0, linkLengthLimit);
  const text = /\p{Cs}/u.test(read) ? toWellFormed(read) : read;
  const parts = text.split('&', partLimit);
  return parts.filter((part) => part !== '').map(pairOf);
}

function pairOf(part: string): LinkPair {
  const equals = part.indexOf('=');
  return equals < 0
    ? { key: part, raw: null }
    : { key: part.slice(0, equals), raw: part.slice(equals + 1) };
}

/** The format that a link says it has; today's where it says none, or none that there is. */
function versionOf(pairs: readonly LinkPair[]): number {
  const raw = pairs.find(({ key }) => key === 'v')?.raw ?? '';
  const version = versionPattern.test(raw) ? Number(raw) : linkVersion;
  return version >= 1 ? version : linkVersion;
}

/** Reads one `key=value`, given the keys read before it. */
function readPair(
  { key, raw }: LinkPair,
  seen: ReadonlySet<string>,
  packer: Packer | null,
): Reading {
  const reader = readers.get(key);
  if (key === '') return { wrong: 'is a part without a key' };
  if (!reader) return { wrong: 'is not a key that bufscope knows' };
  if (raw === null) return { wrong: 'has no value' };
  if (seen.has(key)) return { wrong: 'is given twice: the first one counts' };
  if (sourceKeys.includes(key) && sourceKeys.some((other) => seen.has(other))) {
    return { wrong: 'comes beside another script: the first one counts' };
  }
  const value = decodePercent(raw);
  return value === null ? { wrong: 'is not percent-encoded UTF-8' } : reader(value, packer);
}

/** Makes a text fit to be shown in a message: short, on one line, and in the order in which it is written. */
function excerpt(text: string, length = excerptLength): string {
  const visible = text.slice(0, length).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  return toWellFormed(text.length > length ? `${visible}…` : visible);
}

/** A problem with words that are fit to be shown, whatever was in the link. */
export function plainProblem({ key, value, message }: LinkProblem): LinkProblem {
  return { key: excerpt(key), value: excerpt(value), message: excerpt(message, messageLength) };
}

/** Reads a fragment, with or without its `#`. Never throws. */
export function decodeLinkWith(packer: Packer | null, fragment: string): DecodedLink {
  const given = pairsOf(fragment);
  const seen = new Set<string>();
  const problems: LinkProblem[] = [];
  let link = emptyLink;
  if (fragment.length > linkLengthLimit + 1) {
    problems.push({ key: '', value: fragment, message: 'is too long to be read whole' });
  }
  for (const pair of migrateLink(given, versionOf(given))) {
    const { link: read, wrong } = readPair(pair, seen, packer);
    const { key } = pair;
    if (read) link = { ...link, ...read };
    if (read || key === 'v') seen.add(key);
    if (wrong !== undefined && problems.length < problemLimit) {
      problems.push({ key, value: pair.raw ?? '', message: wrong });
    }
  }
  return { link, problems: problems.map(plainProblem) };
}
