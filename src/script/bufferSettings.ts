/** The settings of `buffer`, as data. What they mean stands at the fields of `BufferSetup`. */
import type { BufferSetup, InitialContent, InodePolicy } from '../model/setup.ts';
import { choiceSetting, numberSetting, type Setting, switchSetting } from './setting.ts';
import { storageSettings } from './storageSettings.ts';
import { parseNumber } from './values.ts';
import {
  coherentTypes,
  inodePolicies,
  mmapPolicies,
  namePattern,
  prepareWays,
  upperWindows,
} from './words.ts';

/** All bytes 0. */
export const defaultContent: InitialContent = { base: 0, cell: 1, period: 1 };

export function defaultBuffer(name: string): BufferSetup {
  return {
    name,
    pages: 1,
    exporter: 'gem',
    mmap: 'sync-ioctl',
    coherentType: 'WC',
    content: defaultContent,
    high: false,
    contiguous: true,
  };
}

function readContent(text: string): { content: InitialContent } | string {
  const [base, cell, period, ...rest] = text.split(':').map(parseNumber);
  const message =
    'init is BASE:CELL:PERIOD, as 1:1024:16, with BASE to 255, CELL from 1, PERIOD from 1 to 256';
  if (base === undefined || cell === undefined || period === undefined) return message;
  if (base === null || cell === null || period === null || rest.length > 0) return message;
  const right = base <= 255 && cell >= 1 && period >= 1 && period <= 256;
  return right ? { content: { base, cell, period } } : message;
}

export const bufferSettings: readonly Setting<BufferSetup>[] = [
  numberSetting(
    { word: 'pages', doc: 'size in pages', default: '1', always: true },
    { least: 1, most: 1024 },
    (pages) => ({ pages }),
    (buffer) => buffer.pages,
  ),
  {
    word: 'exporter',
    label: 'NAME',
    doc: 'name of the exporting driver, for people',
    choices: [],
    default: 'gem',
    read: (text) =>
      namePattern.test(text) ? { exporter: text } : 'exporter is a name: letters, digits, _ and -',
    write: (buffer) => buffer.exporter,
  },
  choiceSetting(
    {
      word: 'mmap',
      doc: 'how the exporter keeps userspace mappings coherent',
      default: 'sync-ioctl',
      always: true,
    },
    mmapPolicies,
    (mmap) => ({ mmap }),
    (buffer) => buffer.mmap,
  ),
  choiceSetting(
    {
      word: 'type',
      doc: 'memory type of coherent mappings where devices do not snoop',
      default: 'WC',
    },
    coherentTypes,
    (coherentType) => ({ coherentType }),
    (buffer) => buffer.coherentType,
  ),
  choiceSetting<BufferSetup, 'sync' | 'wait'>(
    {
      word: 'prepare',
      doc: 'whether the ioctl prepare only maintains caches or also waits for devices',
      default: 'sync',
    },
    prepareWays,
    (prepare) => (prepare === 'wait' ? { prepare } : {}),
    (buffer) => buffer.prepare ?? 'sync',
  ),
  choiceSetting<BufferSetup, 'explicit' | 'coherent'>(
    {
      word: 'upper',
      doc: 'memory of the upper window of split-window',
      default: 'explicit',
    },
    upperWindows,
    (upperWindow) => (upperWindow === 'coherent' ? { upperWindow } : {}),
    (buffer) => buffer.upperWindow ?? 'explicit',
  ),
  {
    word: 'init',
    label: 'BASE:CELL:PERIOD',
    doc: 'first content: byte i is (BASE + floor(i / CELL) mod PERIOD) mod 256',
    choices: [],
    default: '0:1:1',
    read: readContent,
    write({ content }) {
      const text = `${content.base}:${content.cell}:${content.period}`;
      return text === '0:1:1' ? null : text;
    },
  },
  switchSetting(
    { word: 'high', doc: 'whether the pages lie above 4 GiB', default: 'no' },
    (high) => ({ high }),
    (buffer) => buffer.high,
  ),
  switchSetting(
    { word: 'contiguous', doc: 'whether the pages are physically adjacent', default: 'yes' },
    (contiguous) => ({ contiguous }),
    (buffer) => buffer.contiguous,
  ),
  choiceSetting<BufferSetup, InodePolicy | 'own'>(
    {
      word: 'inode',
      doc: 'whose address space the exporter zaps, on kernels before v5.3 (kernel=5.2)',
      default: 'own',
    },
    inodePolicies,
    (inode) => (inode === 'own' ? {} : { inode }),
    (buffer) => buffer.inode ?? 'own',
  ),
  ...storageSettings,
];
