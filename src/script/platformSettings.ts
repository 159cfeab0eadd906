/**
 * The settings of `platform`, as data. What they mean stands at the fields of `Platform` in the model.
 */
import { platforms } from '../model/platforms/platforms.ts';
import type { PlatformOverrides } from './ast.ts';
import { choiceSetting, numberSetting, type Setting, switchSetting } from './setting.ts';
import {
  cacheTags,
  iommuModes,
  kernelVersions,
  maintenanceProfiles,
  swiotlbModes,
} from './words.ts';

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
  choiceSetting(
    { word: 'tags', doc: 'how CPU caches tag lines', default: ofPlatform },
    cacheTags,
    (tags) => ({ cacheTags: tags }),
    (line) => line.cacheTags,
  ),
  choiceSetting(
    { word: 'kernel', doc: 'kernel version whose behaviour the calls have', default: ofPlatform },
    kernelVersions,
    (kernel) => ({ kernel }),
    (line) => line.kernel,
  ),
  switchSetting(
    {
      word: 'dma-debug',
      doc: 'whether the kernel has CONFIG_DMA_API_DEBUG and complains of misuse of the DMA API',
      default: ofPlatform,
    },
    (dmaDebug) => ({ dmaDebug }),
    (line) => line.dmaDebug,
  ),
  switchSetting(
    {
      word: 'dmabuf-debug',
      doc: 'whether the kernel has CONFIG_DMABUF_DEBUG and hides the pages of sg lists from importers',
      default: ofPlatform,
    },
    (dmabufDebug) => ({ dmabufDebug }),
    (line) => line.dmabufDebug,
  ),
  numberSetting(
    { word: 'dma-align', doc: 'bytes of dma_get_cache_alignment()', default: ofPlatform },
    { least: 1, most: 256, powerOfTwo: true },
    (dmaAlignment) => ({ dmaAlignment }),
    (line) => line.dmaAlignment,
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
