/** Reads title, summary, source, platform, buffer and device lines, wherever they stand in a text. */
import type { BufferSetup } from '../model/setup.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import type { PlatformChoice, ScenarioDevice } from './ast.ts';
import { bufferSettings, defaultBuffer } from './bufferSettings.ts';
import { defaultDevice, deviceSettings } from './deviceSettings.ts';
import {
  defaultPlatform,
  mostBytes,
  platformIds,
  type PlatformLine,
  platformSettings,
} from './platformSettings.ts';
import type { Report, Span } from './diagnostic.ts';
import { withExporterPolicy } from './exporterPolicy.ts';
import type { Line, Token } from './lines.ts';
import type { Setting } from './setting.ts';
import { oneLine } from './values.ts';
import { isReserved } from './words.ts';

export interface Declarations {
  readonly title: string;
  readonly summary: string;
  readonly sources: readonly string[];
  readonly platform: PlatformChoice;
  readonly buffers: readonly BufferSetup[];
  readonly devices: readonly ScenarioDevice[];
}

const mostBuffers = 32;
const mostDevices = 16;

/** Declarations while they are read; `seen` has the line of each name and of title and platform. */
interface Draft {
  title: string;
  summary: string[];
  sources: string[];
  platform: PlatformChoice;
  buffers: BufferSetup[];
  devices: ScenarioDevice[];
  readonly seen: Map<string, number>;
  readonly report: Report;
}

interface WrittenSetting {
  readonly key: Token;
  readonly text: string;
  /** The value, or where it is missing. */
  readonly span: Span;
  /** Tokens that it takes, key and `=` included. */
  readonly tokens: number;
}

/** How many tokens from `index` on belong together, without a space between them. */
function adjacent(items: readonly Token[], index: number): number {
  let end = index + 1;
  while (end < items.length && items[end]?.column === items[end - 1]?.endColumn) end += 1;
  return end - index;
}

/** The value from token `index` on, up to a space or the next `key =`. */
function settingAt(items: readonly Token[], index: number, key: Token): WrittenSetting {
  const isNext = items[index + 1]?.text === '=';
  const parts = isNext ? [] : items.slice(index, index + adjacent(items, index));
  const first = parts[0];
  const column = first?.column ?? items[index - 1]?.endColumn ?? key.endColumn;
  return {
    key,
    text: parts.map((part) => part.text).join(''),
    span: { line: key.line, column, endColumn: parts.at(-1)?.endColumn ?? column },
    tokens: 2 + parts.length,
  };
}

/** Splits `pages=2 init=1:2:3` and complains about what is no setting. */
function splitSettings(
  items: readonly Token[],
  words: readonly string[],
  report: Report,
): WrittenSetting[] {
  const written: WrittenSetting[] = [];
  let index = 0;
  for (let key = items[index]; key; key = items[index]) {
    if (items[index + 1]?.text === '=') {
      const setting = settingAt(items, index + 2, key);
      written.push(setting);
      index += setting.tokens;
      continue;
    }
    const expected = words.map((word) => `${word}=`);
    const group = items.slice(index, index + adjacent(items, index));
    const text = group.map((token) => token.text).join('');
    const span = { ...key, endColumn: group.at(-1)?.endColumn ?? key.endColumn };
    report.error(span, `a setting is needed, not ‘${text}’`, { expected, word: text });
    index += group.length;
  }
  return written;
}

function readSettings<T>(
  items: readonly Token[],
  settings: readonly Setting<T>[],
  start: T,
  report: Report,
): T {
  let item = start;
  const seen = new Set<string>();
  const words = settings.map((setting) => setting.word);
  for (const { key, text, span } of splitSettings(items, words, report)) {
    const setting = settings.find((candidate) => candidate.word === key.text);
    if (!setting) {
      report.error(key, `there is no setting ‘${key.text}’`, { expected: words, word: key.text });
      continue;
    }
    if (seen.has(key.text)) report.error(key, `${key.text} stands here twice`);
    seen.add(key.text);
    const value = setting.read(text);
    if (typeof value === 'string') {
      const expected = setting.choices.length > 0 ? setting.choices : [setting.label];
      report.error(span, value, { expected, word: text });
    } else item = { ...item, ...value };
  }
  return item;
}

/** Whether a word stands in the text for the second time. */
function isSecond(draft: Draft, key: string, span: Span, what: string): boolean {
  const line = draft.seen.get(key);
  if (line === undefined) {
    draft.seen.set(key, span.line);
    return false;
  }
  draft.report.error(span, `${what} stands in line ${line} already`);
  return true;
}

function readText(draft: Draft, line: Line, head: Token): void {
  const text = oneLine(line.text?.text ?? '');
  if (text === '') {
    const end = { ...head, column: head.endColumn };
    draft.report.error(end, `${head.text} needs a text`, { expected: ['TEXT'] });
    return;
  }
  if (head.text === 'summary') draft.summary.push(text);
  else if (head.text === 'source') draft.sources.push(text);
  else if (!isSecond(draft, 'title', head, 'a title')) draft.title = text;
}

function checkGeometry(draft: Draft, span: Span): void {
  const { id, overrides } = draft.platform;
  const platform = findPlatform(id);
  if (!platform) return;
  const { pageSize, lineSize } = { ...platform, ...overrides };
  if (pageSize % lineSize !== 0)
    draft.report.error(span, `a page (${pageSize}) must hold whole cache lines (${lineSize})`);
}

function readPlatform(draft: Draft, line: Line, head: Token): void {
  if (isSecond(draft, 'platform', head, 'a platform')) return;
  const [id, ...items] = line.items;
  if (!id || items[0]?.text === '=') {
    const end = { ...head, column: head.endColumn };
    draft.report.error(end, 'the platform is missing', { expected: platformIds });
  } else if (!platformIds.includes(id.text))
    draft.report.error(id, `‘${id.text}’ is no platform`, { expected: platformIds, word: id.text });
  const isNamed = items[0]?.text !== '=';
  const start: PlatformLine = {};
  const read = readSettings(isNamed ? items : line.items, platformSettings, start, draft.report);
  const { expectsPlatforms, ...overrides } = read;
  const choice = { id: id?.text ?? defaultPlatform, overrides };
  draft.platform = expectsPlatforms ? { ...choice, expectsPlatforms } : choice;
  checkGeometry(draft, id ?? head);
}

/** The name of a buffer or device; null after a complaint. */
function readNewName(draft: Draft, line: Line, head: Token): string | null {
  const [name, second] = line.items;
  if (!name || second?.text === '=') {
    const end = { ...head, column: head.endColumn };
    draft.report.error(end, `the name of the ${head.text} is missing`, { expected: ['NAME'] });
    return null;
  }
  if (name.kind !== 'word') {
    draft.report.error(name, 'a name has letters, digits, _ and -, and begins with a letter');
    return null;
  }
  if (isReserved(name.text)) {
    draft.report.error(name, `‘${name.text}’ means something else and cannot be a name`);
    return null;
  }
  return isSecond(draft, `name ${name.text}`, name, `‘${name.text}’`) ? null : name.text;
}

function readBuffer(draft: Draft, line: Line, head: Token): void {
  const name = readNewName(draft, line, head);
  const start = defaultBuffer(name ?? '');
  const items = line.items.slice(line.items[1]?.text === '=' ? 0 : 1);
  const buffer = readSettings(items, bufferSettings, start, draft.report);
  if (name === null) return;
  draft.buffers.push(withExporterPolicy(buffer, items, draft.report));
  if (draft.buffers.length > mostBuffers)
    draft.report.error(head, `a scenario has at most ${mostBuffers} buffers`);
}

function readDevice(draft: Draft, line: Line, head: Token): void {
  const name = readNewName(draft, line, head);
  const start = defaultDevice(name ?? '');
  const items = line.items.slice(line.items[1]?.text === '=' ? 0 : 1);
  const device = readSettings(items, deviceSettings, start, draft.report);
  if (name === null) return;
  draft.devices.push(device);
  if (draft.devices.length > mostDevices)
    draft.report.error(head, `a scenario has at most ${mostDevices} devices`);
}

function checkSize(draft: Draft, lines: readonly Line[]): void {
  const { id, overrides } = draft.platform;
  const pageSize = overrides.pageSize ?? findPlatform(id)?.pageSize ?? 0;
  const bytes = draft.buffers.reduce((sum, buffer) => sum + buffer.pages * pageSize, 0);
  const last = lines.findLast((line) => line.head?.text === 'buffer')?.head;
  if (bytes > mostBytes && last)
    draft.report.error(last, `the buffers have ${bytes} bytes together, more than ${mostBytes}`);
}

/** The declarations of a text; what is wrong is reported and left out. */
export function readDeclarations(lines: readonly Line[], report: Report): Declarations {
  const draft: Draft = {
    title: '',
    summary: [],
    sources: [],
    platform: { id: defaultPlatform, overrides: {} },
    buffers: [],
    devices: [],
    seen: new Map(),
    report,
  };
  for (const line of lines) {
    const { head } = line;
    if (!head || (line.kind !== 'text' && line.kind !== 'declaration')) continue;
    if (line.kind === 'text' && head.text !== 'note') readText(draft, line, head);
    else if (head.text === 'platform') readPlatform(draft, line, head);
    else if (head.text === 'buffer') readBuffer(draft, line, head);
    else if (head.text === 'device') readDevice(draft, line, head);
  }
  checkSize(draft, lines);
  const { title, sources, platform, buffers, devices } = draft;
  return { title, summary: draft.summary.join(' '), sources, platform, buffers, devices };
}
