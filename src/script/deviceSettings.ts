/** The settings of `device`, as data. What they mean stands at the fields of `DeviceSetup`. */
import type { ScenarioDevice } from './ast.ts';
import { choiceSetting, numberSetting, type Setting, switchSetting } from './setting.ts';
import { deviceBuses, importerPolicies, iommuSides } from './words.ts';

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
  numberSetting<ScenarioDevice>(
    { word: 'max-seg-size', doc: 'its longest DMA segment in bytes', default: '65536' },
    { least: 64, most: 2 ** 32 },
    (maxSegSize) => (maxSegSize === 65536 ? {} : { maxSegSize }),
    (device) => device.maxSegSize,
  ),
  numberSetting<ScenarioDevice>(
    { word: 'max-segs', doc: 'most DMA segments that it takes', default: 'any' },
    { least: 1, most: 4096 },
    (maxSegs) => ({ maxSegs }),
    (device) => device.maxSegs,
  ),
  numberSetting<ScenarioDevice>(
    {
      word: 'seg-boundary',
      doc: 'bytes of which no DMA segment may cross a multiple',
      default: '4294967296',
    },
    { least: 64, most: 2 ** 32, powerOfTwo: true },
    (segBoundary) => (segBoundary === 2 ** 32 ? {} : { segBoundary }),
    (device) => device.segBoundary,
  ),
  switchSetting<ScenarioDevice>(
    { word: 'contiguous', doc: 'whether it needs the buffer in one run', default: 'no' },
    (contiguous) => (contiguous ? { contiguous } : {}),
    (device) => device.contiguous,
  ),
  choiceSetting<ScenarioDevice, 'own' | 'none'>(
    { word: 'iommu', doc: 'its place behind the platform’s IOMMU', default: 'own' },
    iommuSides,
    (iommu) => (iommu === 'none' ? { iommu } : {}),
    (device) => device.iommu,
  ),
  choiceSetting<ScenarioDevice, 'platform' | 'pci'>(
    { word: 'bus', doc: 'the bus that it sits on', default: 'platform' },
    deviceBuses,
    (bus) => (bus === 'pci' ? { bus } : {}),
    (device) => device.bus,
  ),
];
