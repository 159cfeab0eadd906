/**
 * The columns of the room: every place that can hold a copy or a translation, in the order in which data
 * travels from a process to a device. What is not in use has no column, unless the caller keeps it.
 */
import type { State } from '../model/state.ts';
import { deviceRole, slotsOf } from './roomContext.ts';
import type { RoomColumn, RoomPart } from './roomTypes.ts';

const nothing: ReadonlySet<string> = new Set();

/** Keys of the parts in use. Their union over a run, given as `keep`, holds the columns still. */
export function usedParts(state: State): readonly string[] {
  return roomColumns(state, nothing).flatMap(({ parts }) => parts.map(({ key }) => key));
}

/** The columns of a state, left to right. */
export function roomColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  return [
    ...processColumns(state, keep),
    ...cpuColumns(state, keep),
    memoryColumn,
    ...slotColumns(state, keep),
    ...iommuColumns(state),
    ...deviceColumns(state, keep),
  ];
}

const memoryColumn: RoomColumn = {
  key: 'memory',
  kind: 'memory',
  title: 'memory',
  subtitle: 'DRAM',
  role: 'none',
  parts: [{ key: 'memory', kind: 'cells', title: 'memory' }],
};

/** Which of a process's parts shows a VMA: mappings of one buffer stand side by side. */
export function pteLane(state: State, vma: number): number {
  const own = state.vmas.find(({ id }) => id === vma);
  return state.vmas
    .filter(({ process, buffer }) => process === own?.process && buffer === own.buffer)
    .findIndex(({ id }) => id === vma);
}

function processColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  const kept = [...keep].filter((key) => key.startsWith('pte:'));
  const names = new Set([
    ...kept.map((key) => key.slice(4, key.lastIndexOf('/'))),
    ...state.processes.map(({ name }) => name).filter((name) => name !== 'kernel'),
  ]);
  return [...names].map((name) => {
    const own = state.vmas.filter(({ process }) => process === name);
    const lanes = Math.max(
      1,
      kept.filter((key) => key.startsWith(`pte:${name}/`)).length,
      ...own.map(({ id }) => pteLane(state, id) + 1),
    );
    const parts: RoomPart[] = Array.from({ length: lanes }, (_, lane) => ({
      key: `pte:${name}/${lane}`,
      kind: 'box',
      title: 'page table',
    }));
    return {
      key: `process:${name}`,
      kind: 'process',
      title: name,
      subtitle: 'process',
      role: 'none',
      parts,
    };
  });
}

function cpuColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  return state.cpus.flatMap((cpu, index): RoomColumn[] => {
    const isUsed =
      index === 0 ||
      keep.has(`cache:${index}`) ||
      cpu.tlb.length > 0 ||
      cpu.wc.length > 0 ||
      cpu.sets.some((set) => set.length > 0) ||
      state.processes.some(({ cpus }) => cpus.includes(index));
    if (!isUsed) return [];
    const hasWc = cpu.wc.length > 0 || keep.has(`wc:${index}`);
    const parts: RoomPart[] = [
      { key: `tlb:${index}`, kind: 'strip', title: 'TLB' },
      { key: `cache:${index}`, kind: 'cells', title: 'cache' },
    ];
    if (hasWc) parts.push({ key: `wc:${index}`, kind: 'cells', title: 'WC buffer' });
    return [
      {
        key: `cpu:${index}`,
        kind: 'cpu',
        title: `CPU ${index}`,
        subtitle: hasWc ? 'TLB · cache · WC' : 'TLB · cache',
        role: 'cpu',
        parts,
      },
    ];
  });
}

function slotColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  const { devices } = state.setup;
  const used = devices.flatMap(({ name }, device) => {
    const isUsed = state.buffers.some((_, buffer) => slotsOf(state, device, buffer).length > 0);
    return isUsed || keep.has(`slots:${device}`) ? [{ name, device }] : [];
  });
  if (used.length === 0) return [];
  return used.map(({ name, device }) => ({
    key: `slots:${device}`,
    kind: 'slots',
    title: 'bounce',
    subtitle: used.length > 1 || devices.length > 1 ? `slots for ${name}` : 'swiotlb slots',
    role: 'none',
    parts: [{ key: `slots:${device}`, kind: 'cells', title: `bounce slots for ${name}` }],
  }));
}

function iommuColumns(state: State): readonly RoomColumn[] {
  const { platform, devices } = state.setup;
  if (platform.iommu === 'none') return [];
  return devices.map(({ name }, device) => ({
    key: `iommu:${device}`,
    kind: 'iommu',
    title: 'IOMMU',
    subtitle: devices.length > 1 ? `domain of ${name}` : `${platform.iommu} flush`,
    role: deviceRole(device),
    parts: [
      { key: `iommu:${device}`, kind: 'box', title: `IOMMU page table of ${name}` },
      { key: `iotlb:${device}`, kind: 'strip', title: 'IOTLB' },
    ],
  }));
}

function deviceColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  return state.setup.devices.map(({ name, coherent }, device) => {
    const hasSg =
      keep.has(`sg:${device}`) ||
      state.attachments.some((attachment) => attachment.device === device);
    const parts: RoomPart[] = [
      { key: `dma:${device}`, kind: 'span', title: 'DMA list' },
      { key: `device:${device}`, kind: 'cells', title: name },
    ];
    if (hasSg) parts.unshift({ key: `sg:${device}`, kind: 'span', title: 'CPU list' });
    return {
      key: `device:${device}`,
      kind: 'device',
      title: name,
      subtitle: coherent ? 'snoops caches' : 'non-coherent',
      role: deviceRole(device),
      parts,
    };
  });
}
