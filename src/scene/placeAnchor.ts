/**
 * Where in the picture a micro-event leaves and arrives: the key of a part, or of its column where the part is
 * not shown. Most events say it themselves; what some leave to their agent or to what came before is read here.
 */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import type { MicroEvent, Place } from '../model/microEvent.ts';
import type { Vma } from '../model/state.ts';
import type { RoomContext } from './roomContext.ts';
import { laneOf, pageShown, vmaPages } from './vmaPages.ts';

export interface Anchors {
  readonly from: string | null;
  readonly to: string | null;
}

/** Keys of parts or columns of the picture; null where an end has no place in it. */
export function anchorsOf(context: RoomContext, event: MicroEvent): Anchors {
  const { from, to } = wayOf(context, event);
  return { from: shown(context, from), to: shown(context, to) };
}

function wayOf(context: RoomContext, event: MicroEvent): Anchors {
  const from = event.from && partOf(context, event, event.from);
  const to = event.to && partOf(context, event, event.to);
  switch (event.kind) {
    case 'ipi.ack':
      return { from, to: askedBy(context, event) ?? to };
    case 'signal':
      return { from: cpuOf(event), to: processOf(context, event.agent) };
    case 'fork': {
      const { parent, child } = event.facts;
      return { from: `process:${String(parent)}`, to: `process:${String(child)}` };
    }
    case 'vma.unmap':
      return { from: processOf(context, event.agent), to: null };
    case 'page.copy':
      return { from, to: ownPages(context, event) ?? to };
    case 'page.free':
      return { from: ownPages(context, event) ?? from, to };
    case 'sgt.build':
    case 'sgt.free':
      return { from: listOf(from, 'sg'), to: listOf(to, 'sg') };
    case 'sgt.adopt':
      return { from, to: listOf(to, 'dma') };
    case 'sgt.hide':
      return { from, to: listOf(to, 'sg') };
    case 'pages.take':
      return { from, to: listOf(to, 'taken') };
    case 'fence.signal':
      return { from: agentOf(context, event.agent), to: waiterFor(context, event) };
    case 'fence.create':
    case 'fence.add':
    case 'fence.wait':
    case 'lock.wait':
    case 'lock.grant':
    case 'lock.drop':
      return { from: agentOf(context, event.agent), to: null };
    default:
      return { from, to };
  }
}

/** The key itself where the picture shows that part, else that of what it is a part of. */
function shown({ parts, columns }: RoomContext, key: string | null): string | null {
  if (key === null || parts.has(key)) return key;
  const isColumn = (other: string): boolean => columns.some((column) => column.key === other);
  if (isColumn(key)) return key;
  const [kind = '', rest = ''] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  const [owner = ''] = rest.split('/');
  const whole = `${kind}:${owner}`;
  if (parts.has(whole)) return whole;
  const column = `${columnKinds[kind] ?? kind}:${owner}`;
  if (isColumn(column)) return column;
  return kind === 'vmap' && isColumn('kernel') ? 'kernel' : null;
}

/** What column a part of this kind is in. */
const columnKinds: Readonly<Record<string, string>> = {
  pte: 'process',
  copy: 'process',
  cache: 'cpu',
  tlb: 'cpu',
  wc: 'cpu',
  iotlb: 'iommu',
  sg: 'device',
  dma: 'device',
  taken: 'device',
};

/** Another part of a device's column. */
function listOf(key: string | null, list: 'sg' | 'dma' | 'taken'): string | null {
  return key === null ? null : key.replace(/^device:/u, `${list}:`);
}

function partOf(context: RoomContext, event: MicroEvent, place: Place): string | null {
  switch (place.kind) {
    case 'cpu':
      return cpuAnchor(context, event, place.cpu);
    case 'cache': {
      const { under } = event.facts;
      const alias = `cache:${place.cpu}/${String(under)}`;
      return under !== undefined && context.parts.has(alias) ? alias : `cache:${place.cpu}`;
    }
    case 'wc':
      return `wc:${place.cpu}`;
    case 'tlb':
      return `tlb:${place.cpu}`;
    case 'pte': {
      const vma = context.state.vmas.find(({ id }) => id === place.vma);
      return vma ? pteAnchor(context, event, vma) : processOf(context, event.agent);
    }
    case 'memory':
      return 'memory';
    case 'slot':
      return slotAnchor(context, place.slot);
    case 'iommu':
      return `iommu:${place.device}`;
    case 'iotlb':
      return `iotlb:${place.device}`;
    case 'device':
      return `device:${place.device}`;
    case 'kernel':
      return kernelAnchor(context, event);
    default:
      return assertUnreachable(place);
  }
}

/** A thread's own loads and stores are drawn at its process, everything else of a CPU at the CPU. */
function cpuAnchor(context: RoomContext, event: MicroEvent, cpu: number): string {
  const process = event.agent.split('@')[0] ?? '';
  const isAccess =
    event.kind === 'cpu.load' || event.kind === 'cpu.store' || event.kind === 'wc.store';
  const part = `pte:${process}/0`;
  if (!isAccess) return `cpu:${cpu}`;
  if (context.parts.has(part)) return part;
  if (process !== 'kernel') return processOf(context, event.agent);
  return context.columns.some(({ key }) => key === 'kernel') ? 'kernel' : `cpu:${cpu}`;
}

/** The lane of a process that shows a mapping, at the bytes of the event where it says which. */
function pteAnchor({ state }: RoomContext, { range }: MicroEvent, vma: Vma): string {
  const { pageSize } = state.setup.platform;
  const page = range === null ? 0 : Math.floor(range.start / pageSize);
  const first = pageShown(state, vma, 0);
  const buffer = range?.buffer ?? first?.buffer ?? vma.buffer;
  const seen = vmaPages(state, buffer, page).find((each) => each.vma === vma);
  return `pte:${vma.process}/${Math.max(0, laneOf(state, seen ?? { vma, window: 0 }, buffer))}`;
}

/** Of what the kernel has, the picture shows its mappings of buffers. */
function kernelAnchor({ state }: RoomContext, { kind, range }: MicroEvent): string | null {
  if (kind === 'vunmap') return 'kernel';
  if (kind !== 'vmap') return null;
  const made = state.vmaps.findLast(({ buffer }) => buffer === range?.buffer);
  return made ? `vmap:${made.name}` : 'kernel';
}

/** A freed slot is shown where it was: with the last mapping that had it. */
function slotAnchor({ state }: RoomContext, slot: number): string | null {
  const id = state.slots[slot]?.mapping;
  const mapping =
    state.mappings.find((other) => other.id === id) ??
    state.mappings.findLast((other) =>
      other.segments.some((segment) => segment.slot !== null && segment.slot <= slot),
    );
  return mapping ? `slots:${mapping.device}` : null;
}

/** The column of an agent such as `app@cpu0`, `kernel@cpu0` or `gpu`. */
function agentOf(context: RoomContext, agent: string): string {
  const [name = ''] = agent.split('@');
  const device = context.state.setup.devices.findIndex((each) => each.name === name);
  return device >= 0 ? `device:${device}` : processOf(context, agent);
}

/** The column of a process; one that has nothing mapped is shown by its CPU alone. */
function processOf({ columns }: RoomContext, agent: string): string {
  const [name = '', cpu = '0'] = agent.split('@cpu');
  const process = `process:${name}`;
  return columns.some(({ key }) => key === process) ? process : `cpu:${cpu}`;
}

function cpuOf({ agent }: MicroEvent): string | null {
  const cpu = agent.split('@cpu')[1];
  return cpu === undefined ? null : `cpu:${cpu}`;
}

/** The CPU that asked the one of this event for its acknowledgement. */
function askedBy({ done }: RoomContext, event: MicroEvent): string | null {
  const other = event.from?.kind === 'cpu' ? event.from.cpu : null;
  const asked = done.findLast(
    ({ kind, to }) => kind === 'ipi.send' && to?.kind === 'cpu' && to.cpu === other,
  );
  return asked?.from?.kind === 'cpu' ? `cpu:${asked.from.cpu}` : null;
}

/** Who waits in this operation for the fence of an event. */
function waiterFor(context: RoomContext, { facts }: MicroEvent): string | null {
  const wait = context.done.findLast(
    (each) => each.kind === 'fence.wait' && each.facts['fence'] === facts['fence'],
  );
  return wait ? agentOf(context, wait.agent) : null;
}

/** The part with a process's own copies of a page: of the process whose entry the event names, or its agent. */
function ownPages({ state, parts }: RoomContext, event: MicroEvent): string | null {
  const { range, from } = event;
  const entry = from?.kind === 'pte' ? state.vmas.find(({ id }) => id === from.vma) : undefined;
  const process = entry?.process ?? event.agent.split('@')[0] ?? '';
  if (range === null) return null;
  const page = Math.floor(range.start / state.setup.platform.pageSize);
  const lane = vmaPages(state, range.buffer, page)
    .filter(({ vma }) => vma.process === process)
    .map((seen) => `copy:${process}/${laneOf(state, seen, range.buffer)}`)
    .find((key) => parts.has(key));
  return lane ?? [...parts].find((key) => key.startsWith(`copy:${process}/`)) ?? null;
}
