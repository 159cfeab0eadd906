/**
 * The columns of the room: every place that can hold a copy or a translation, in the order in which data
 * travels from a process to a device. What is not in use has no column, unless the caller keeps it.
 */
import type { Cpu, State } from '../model/state.ts';
import { setKey, usedSets } from './cacheSets.ts';
import { resvKeys } from './roomFences.ts';
import { deviceRole, slotsOf, type RoomContext } from './roomContext.ts';
import type { RoomPart } from './roomPart.ts';
import type { RoomColumn } from './roomTypes.ts';
import { laneCount, laneOf, mayHavePagesApart, vmaPages } from './vmaPages.ts';

const nothing: ReadonlySet<string> = new Set();

/** Keys of the parts and sets in use. Their union over a run, given as `keep`, holds the columns still. */
export function usedParts(state: State): readonly string[] {
  return [
    ...roomColumns(state, nothing).flatMap(({ parts }) => parts.map(({ key }) => key)),
    ...usedSets(state).map(setKey),
    ...resvKeys(state),
  ];
}

/** The columns of a state, left to right. */
export function roomColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  return [
    ...processColumns(state, keep),
    ...kernelColumns(state, keep),
    ...cpuColumns(state, keep),
    memoryColumn,
    ...slotColumns(state, keep),
    ...iommuColumns(state, keep),
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
  folded: false,
};

function processColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  const kept = [...keep].filter((key) => key.startsWith('pte:'));
  const names = new Set([
    ...kept.map((key) => key.slice(4, key.lastIndexOf('/'))),
    ...state.processes
      .map(({ name }) => name)
      .filter((name) => name !== 'kernel' && laneCount(state, name) > 0),
  ]);
  return [...names].map((name) => {
    const lanes = Math.max(
      1,
      kept.filter((key) => key.startsWith(`pte:${name}/`)).length,
      laneCount(state, name),
    );
    const apart = lanesApart(state, name);
    const parts = Array.from({ length: lanes }, (_, lane): readonly RoomPart[] => {
      const copies = `copy:${name}/${lane}`;
      const table: RoomPart = { key: `pte:${name}/${lane}`, kind: 'box', title: 'page table' };
      return apart.has(lane) || keep.has(copies)
        ? [table, { key: copies, kind: 'cells', title: 'pages of its own' }]
        : [table];
    }).flat();
    return {
      key: `process:${name}`,
      kind: 'process',
      title: name,
      subtitle: parts.length > lanes ? 'process · own pages' : 'process',
      role: 'none',
      parts,
      folded: false,
    };
  });
}

/** Addresses of the kernel for a buffer: a part for each name that a vmap was given. */
function kernelColumns({ vmaps }: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  const names = new Set([
    ...[...keep].filter((key) => key.startsWith('vmap:')).map((key) => key.slice('vmap:'.length)),
    ...vmaps.map(({ name }) => name),
  ]);
  if (names.size === 0) return [];
  return [
    {
      key: 'kernel',
      kind: 'kernel',
      title: 'kernel',
      subtitle: 'vmap',
      role: 'none',
      parts: [...names].map((name) => ({
        key: `vmap:${name}`,
        kind: 'box',
        title: `vmap ${name}`,
      })),
      folded: false,
    },
  ];
}

/** Lanes of a process in which some page is not the buffer's. */
function lanesApart(state: State, process: string): ReadonlySet<number> {
  if (!mayHavePagesApart(state)) return new Set();
  const lanes = state.buffers.flatMap(({ frames }, buffer) =>
    frames.flatMap((_, page) =>
      vmaPages(state, buffer, page)
        .filter(({ vma, apart }) => apart !== null && vma.process === process)
        .map((shown) => laneOf(state, shown, buffer)),
    ),
  );
  return new Set(lanes);
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
      ...aliasParts(state, cpu, index, keep),
    ];
    const isVirtual = state.setup.platform.cacheTags === 'vivt';
    const names = parts.slice(2).map(({ title }) => title.replace(/^by (a mapping )?/u, ''));
    const cache = isVirtual ? ['lines of the kernel', ...names].join(', ') : 'cache';
    if (hasWc) parts.push({ key: `wc:${index}`, kind: 'cells', title: 'WC buffer' });
    return [
      {
        key: `cpu:${index}`,
        kind: 'cpu',
        title: `CPU ${index}`,
        subtitle: `TLB · ${cache}${hasWc ? ' · WC' : ''}`,
        role: 'cpu',
        parts,
        folded: false,
      },
    ];
  });
}

/** Where caches tag by virtual address: a part for each mapping under whose addresses lines stand. */
function aliasParts(
  { vmas }: State,
  { sets }: Cpu,
  cpu: number,
  keep: ReadonlySet<string>,
): readonly RoomPart[] {
  const prefix = `cache:${cpu}/`;
  const tags = new Set([
    ...[...keep]
      .filter((key) => key.startsWith(prefix))
      .map((key) => Number(key.slice(prefix.length))),
    ...sets.flat().flatMap(({ tag }) => tag ?? []),
  ]);
  return [...tags]
    .toSorted((a, b) => a - b)
    .map((tag) => {
      const isHeld = sets.some((set) => set.some((line) => line.tag === tag));
      const unknown = isHeld ? 'a mapping that is gone' : 'a mapping to come';
      return {
        key: `${prefix}${tag}`,
        kind: 'cells',
        title: `by ${vmas.find(({ id }) => id === tag)?.name ?? unknown}`,
      };
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
    subtitle: used.length > 1 || devices.length > 1 ? `for ${name}` : 'swiotlb slots',
    role: 'none',
    parts: [{ key: `slots:${device}`, kind: 'cells', title: `bounce slots for ${name}` }],
    folded: false,
  }));
}

/** Devices that the picture shows: an exporter's own one only while something is mapped for it. */
function shownDevices(state: State, keep: ReadonlySet<string>): readonly number[] {
  return state.setup.devices.flatMap(({ miscOf }, device) =>
    miscOf === undefined ||
    keep.has(`device:${device}`) ||
    state.mappings.some((mapping) => mapping.live && mapping.device === device)
      ? [device]
      : [],
  );
}

function iommuColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  const { platform, devices } = state.setup;
  if (platform.iommu === 'none') return [];
  const behind = shownDevices(state, keep).flatMap((device) => {
    const setup = devices[device];
    return setup && setup.iommu !== 'none' ? [{ name: setup.name, device }] : [];
  });
  return behind.map(({ name, device }) => ({
    key: `iommu:${device}`,
    kind: 'iommu',
    title: 'IOMMU',
    subtitle: devices.length > 1 ? `domain of ${name}` : `${platform.iommu} flush`,
    role: deviceRole(device),
    parts: [
      { key: `iommu:${device}`, kind: 'box', title: `IOMMU page table of ${name}` },
      { key: `iotlb:${device}`, kind: 'strip', title: 'IOTLB' },
    ],
    folded: false,
  }));
}

function deviceColumns(state: State, keep: ReadonlySet<string>): readonly RoomColumn[] {
  return shownDevices(state, keep).flatMap((device): readonly RoomColumn[] => {
    const setup = state.setup.devices[device];
    if (!setup) return [];
    const { name, coherent, miscOf } = setup;
    const hasSg =
      keep.has(`sg:${device}`) ||
      state.attachments.some((attachment) => attachment.device === device);
    const parts: RoomPart[] = [
      { key: `dma:${device}`, kind: 'span', title: 'DMA list' },
      { key: `device:${device}`, kind: 'cells', title: name },
    ];
    const steals =
      keep.has(`taken:${device}`) ||
      state.mappings.some(({ live, taken, ...own }) => live && taken && own.device === device);
    if (steals) parts.unshift({ key: `taken:${device}`, kind: 'span', title: 'taken pages' });
    if (hasSg) parts.unshift({ key: `sg:${device}`, kind: 'span', title: 'CPU list' });
    const snoops = coherent ? 'snoops caches' : 'non-coherent';
    const column: RoomColumn = {
      key: `device:${device}`,
      kind: 'device',
      title: name,
      subtitle: miscOf === undefined ? snoops : 'misc device',
      role: deviceRole(device),
      parts,
      folded: false,
    };
    return [column];
  });
}

/** The columns as they are shown: a folded one as a strip, caches by set as one part with their ways. */
export function shownColumns(
  columns: readonly RoomColumn[],
  { cacheLayout, folded, state }: Pick<RoomContext, 'cacheLayout' | 'folded' | 'state'>,
): readonly RoomColumn[] {
  return columns.map((column): RoomColumn => {
    if (folded.has(column.key)) {
      const strip: RoomPart = { key: `fold:${column.key}`, kind: 'strip', title: column.title };
      return { ...column, folded: true, parts: [strip] };
    }
    if (column.kind !== 'cpu' || cacheLayout === 'lines') return column;
    const { cacheWays } = state.setup.platform;
    const parts = column.parts.flatMap((part): readonly RoomPart[] => {
      if (/^cache:\d+\//u.test(part.key)) return [];
      return [part.key.startsWith('cache:') ? { ...part, kind: 'ways', ways: cacheWays } : part];
    });
    const hasWc = parts.some(({ key }) => key.startsWith('wc:'));
    return { ...column, parts, subtitle: `TLB · cache by set${hasWc ? ' · WC' : ''}` };
  });
}

/** The part under which a place is shown: of a folded column the column, of caches by set the cache. */
export function shownPart(
  columns: readonly RoomColumn[],
  parts: readonly RoomColumn[],
  key: string,
): string {
  const column = parts.find((each) => each.parts.some((part) => part.key === key));
  if (!column || columns.some((each) => each.parts.some((part) => part.key === key))) return key;
  const cache = /^cache:\d+/u.exec(key)?.[0];
  const isShown = columns.some((each) => each.parts.some((part) => part.key === cache));
  return cache !== undefined && isShown ? cache : column.key;
}
