/**
 * The settings of `platform`, `buffer` and `device`, as data. What they mean for the simulation stands
 * at the fields of `Platform`, `BufferSetup` and `DeviceSetup` in the model.
 */
import type { BufferSetup, InitialContent } from '../model/setup.ts';
import { platforms } from '../model/platforms/platforms.ts';
import type { PlatformOverrides, ScenarioDevice } from './ast.ts';
import { choiceSetting, numberSetting, type Setting, switchSetting } from './setting.ts';
import {
  namePattern,
  coherentTypes,
  importerPolicies,
  iommuModes,
  maintenanceProfiles,
  mmapPolicies,
  swiotlbModes,
} from './words.ts';
import { parseNumber } from './values.ts';

/** Everything that can stand behind `platform ID`. */
export type PlatformLine = PlatformOverrides & { readonly expectsPlatforms?: readonly string[] };

/** What a scenario runs on where it does not say. */
export const defaultPlatform = 'x86';

/** All buffers of a scenario together, in bytes. */
export const mostBytes = 4 * 1024 * 1024;

/** Ids of the platforms that there are. */
export const platformIds: readonly string[] = platforms.map((platform) => platform.id);

const ofPlatform = 'the platform’s';

const geometrySettings: readonly Setting<PlatformLine>[] = [
  numberSetting(
    { word: 'cpus', doc: 'number of CPUs', default: ofPlatform },
    { least: 1, most: 8 },
    (cpus) => ({ cpus }),
    (line) => line.cpus,
  ),
  numberSetting(
    { word: 'page', doc: 'bytes of a page, a multiple of the cache line', default: ofPlatform },
    { least: 64, most: 65536, powerOfTwo: true },
    (pageSize) => ({ pageSize }),
    (line) => line.pageSize,
  ),
  numberSetting(
    { word: 'line', doc: 'bytes of a cache line', default: ofPlatform },
    { least: 8, most: 256, powerOfTwo: true },
    (lineSize) => ({ lineSize }),
    (line) => line.lineSize,
  ),
  numberSetting(
    { word: 'sets', doc: 'sets of each CPU’s cache', default: ofPlatform },
    { least: 1, most: 1024, powerOfTwo: true },
    (cacheSets) => ({ cacheSets }),
    (line) => line.cacheSets,
  ),
  numberSetting(
    { word: 'ways', doc: 'ways of each CPU’s cache', default: ofPlatform },
    { least: 1, most: 16 },
    (cacheWays) => ({ cacheWays }),
    (line) => line.cacheWays,
  ),
  numberSetting(
    { word: 'tlb', doc: 'entries of each CPU’s TLB', default: ofPlatform },
    { least: 1, most: 1024 },
    (tlbEntries) => ({ tlbEntries }),
    (line) => line.tlbEntries,
  ),
  numberSetting(
    { word: 'wc', doc: 'lines of each CPU’s write-combining buffer', default: ofPlatform },
    { least: 1, most: 64 },
    (wcLines) => ({ wcLines }),
    (line) => line.wcLines,
  ),
];

const behaviourSettings: readonly Setting<PlatformLine>[] = [
  choiceSetting(
    { word: 'iommu', doc: 'IOMMU between devices and memory', default: ofPlatform },
    iommuModes,
    (iommu) => ({ iommu }),
    (line) => line.iommu,
  ),
  choiceSetting(
    { word: 'swiotlb', doc: 'which mappings bounce', default: ofPlatform },
    swiotlbModes,
    (swiotlb) => ({ swiotlb }),
    (line) => line.swiotlb,
  ),
  numberSetting(
    { word: 'slots', doc: 'bounce slots', default: ofPlatform },
    { least: 1, most: 4096 },
    (swiotlbSlots) => ({ swiotlbSlots }),
    (line) => line.swiotlbSlots,
  ),
  choiceSetting(
    {
      word: 'maintenance',
      doc: 'cache maintenance for devices that do not snoop',
      default: ofPlatform,
    },
    maintenanceProfiles,
    (maintenance) => ({ maintenance }),
    (line) => line.maintenance,
  ),
  switchSetting(
    {
      word: 'snooping',
      doc: 'whether devices snoop unless they say otherwise',
      default: ofPlatform,
    },
    (snooping) => ({ snooping }),
    (line) => line.snooping,
  ),
  switchSetting(
    {
      word: 'edges',
      doc: 'whether invalidate cleans a partly covered edge line first',
      default: ofPlatform,
    },
    (invalidateCleansEdges) => ({ invalidateCleansEdges }),
    (line) => line.invalidateCleansEdges,
  ),
  {
    word: 'expects',
    label: 'ID,ID…',
    doc: 'the only platforms whose expectations were worked out',
    choices: platformIds,
    default: 'all',
    read(text) {
      const ids = text.split(',');
      const wrong = ids.find((id) => !platformIds.includes(id));
      if (wrong !== undefined) return `‘${wrong}’ is no platform`;
      if (new Set(ids).size < ids.length) return 'a platform stands here twice';
      return { expectsPlatforms: ids };
    },
    write: (line) => line.expectsPlatforms?.join(',') ?? null,
  },
];

export const platformSettings: readonly Setting<PlatformLine>[] = [
  ...geometrySettings,
  ...behaviourSettings,
];

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
];

export function defaultDevice(name: string): ScenarioDevice {
  return { name, importer: 'map-per-dma', coherent: null, dmaBits: 64 };
}

export const deviceSettings: readonly Setting<ScenarioDevice>[] = [
  choiceSetting(
    { word: 'importer', doc: 'when its driver maps', default: 'map-per-dma', always: true },
    importerPolicies,
    (importer) => ({ importer }),
    (device) => device.importer,
  ),
  switchSetting<ScenarioDevice>(
    {
      word: 'coherent',
      doc: 'whether its transactions snoop',
      default: 'as the platform’s devices',
    },
    (coherent) => ({ coherent }),
    (device) => device.coherent,
  ),
  numberSetting(
    { word: 'dma-bits', doc: 'bits of its DMA mask', default: '64' },
    { least: 24, most: 64 },
    (dmaBits) => ({ dmaBits }),
    (device) => device.dmaBits,
  ),
];
