/** What moves in a micro-event: from which part of which column to which, along which rows. */
import type { Vma } from '../model/state.ts';
import { assertUnreachable } from '../base/assertUnreachable.ts';
import type { MicroEvent, MicroEventKind, Place } from '../model/microEvent.ts';
import { movesData, touches, type RoomContext } from './roomContext.ts';
import { laneOf, pageShown, vmaPages } from './vmaPages.ts';
import type { RoomCell, RoomMove, RoomPage, Role } from './roomTypes.ts';
import { gravest } from './shownEvent.ts';

/** What to call it in the pill, where its own label would be too long. */
const words: Partial<Record<MicroEventKind, string>> = {
  'cpu.load': 'load',
  'cpu.store': 'store',
  'cache.fill': 'fill',
  'cache.upgrade': 'upgrade',
  'cache.writeback': 'write back',
  'cache.drop': 'drop',
  'wc.store': 'gather',
  'wc.drain': 'drain',
  'dma.snoop': 'snoop',
  'dma.read': 'DMA read',
  'dma.write': 'DMA write',
  'dma.fault': 'blocked',
  'dma.start': 'DMA start',
  'bounce.copy': 'bounce copy',
  'bounce.alloc': 'take slot',
  'bounce.free': 'free slot',
  'pte.fault': 'page fault',
  'pte.insert': 'insert PTE',
  'pte.clear': 'clear PTE',
  'tlb.fill': 'page walk',
  'tlb.flush': 'flush TLB',
  'ipi.send': 'IPI flush',
  'ipi.ack': 'ack',
  'iommu.map': 'map IOVA',
  'iommu.unmap': 'unmap IOVA',
  'iotlb.fill': 'I/O page walk',
  'iotlb.flush': 'flush IOTLB',
  doorbell: 'doorbell',
  signal: 'signal',
};

/** Steps that take a translation along a page's row. */
const walks: ReadonlySet<MicroEventKind> = new Set([
  'pte.fault',
  'pte.insert',
  'tlb.fill',
  'iommu.map',
  'iotlb.fill',
  'dma.fault',
]);

/** The move of the current event; none where it has no place in the picture. */
export function roomMoves(context: RoomContext, pages: readonly RoomPage[]): readonly RoomMove[] {
  const { event } = context;
  if (event === null) return [];
  const from = event.from && anchorOf(context, event, event.from);
  const to = event.to && anchorOf(context, event, event.to);
  if (from === null && to === null) return [];
  const { lineSize, pageSize } = context.state.setup.platform;
  const isData = movesData(event);
  const rows = pages.flatMap((page) =>
    page.rows.filter(
      ({ buffer, firstLine, lastLine }) =>
        isData && touches(event.range, buffer, firstLine * lineSize, (lastLine + 1) * lineSize),
    ),
  );
  const touched = pages.filter((page) =>
    touches(event.range, page.buffer, page.first * pageSize, (page.last + 1) * pageSize),
  );
  const cells = rows.flatMap((row) => row.cells);
  const shown = cellAt(cells, to) ?? cellAt(cells, from);
  return [
    {
      key: `${event.kind}/${from ?? ''}/${to ?? ''}`,
      from,
      to,
      rows: rows.map(({ key }) => key),
      pages: walks.has(event.kind) ? touched.map(({ key }) => key) : [],
      label: words[event.kind] ?? event.label,
      kind: isData ? 'data' : 'message',
      role: shown ? cellRole(shown) : 'here',
      value: shown ? cellLabel(shown) : '',
      violation: gravest(event.violations)?.rule.replaceAll('-', ' ') ?? '',
    },
  ];
}

/** Key of the part that shows a place, or of its column; null where the picture does not have it. */
function anchorOf(context: RoomContext, event: MicroEvent, place: Place): string | null {
  const part = partOf(context, event, place);
  if (part === null || context.parts.has(part)) return part;
  return context.columns.some(({ key }) => key === part) ? part : null;
}

/** The lane of a process that shows a mapping, at the bytes of the event where it says which. */
function pteAnchor({ state }: RoomContext, { range }: MicroEvent, vma: Vma): string {
  const { pageSize } = state.setup.platform;
  const page = range === null ? 0 : Math.floor(range.start / pageSize);
  const shown = pageShown(state, vma, 0);
  const buffer = range?.buffer ?? shown?.buffer ?? vma.buffer;
  const seen = vmaPages(state, buffer, page).find((each) => each.vma === vma);
  return `pte:${vma.process}/${Math.max(0, laneOf(state, seen ?? { vma, window: 0 }, buffer))}`;
}

function partOf(context: RoomContext, event: MicroEvent, place: Place): string | null {
  switch (place.kind) {
    case 'cpu':
      return cpuAnchor(context, event, place.cpu);
    case 'cache':
      return `cache:${place.cpu}`;
    case 'wc':
      return `wc:${place.cpu}`;
    case 'tlb':
      return `tlb:${place.cpu}`;
    case 'pte': {
      const vma = context.state.vmas.find(({ id }) => id === place.vma);
      return vma ? pteAnchor(context, event, vma) : null;
    }
    case 'memory':
      return 'memory';
    case 'slot': {
      const id = context.state.slots[place.slot]?.mapping;
      const mapping =
        context.state.mappings.find((other) => other.id === id) ??
        context.state.mappings.findLast((other) =>
          other.segments.some(({ slot }) => slot !== null && slot <= place.slot),
        );
      return mapping ? `slots:${mapping.device}` : null;
    }
    case 'iommu':
      return `iommu:${place.device}`;
    case 'iotlb':
      return `iotlb:${place.device}`;
    case 'device':
      return `device:${place.device}`;
    case 'kernel':
      return null;
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
  return isAccess && context.parts.has(part) ? part : `cpu:${cpu}`;
}

function cellAt(cells: readonly RoomCell[], part: string | null): RoomCell | null {
  return cells.find((cell) => cell.part === part && !cell.absent) ?? null;
}

function cellRole(cell: RoomCell): Role {
  return cell.runs.find(({ role }) => role !== 'none' && role !== 'initial')?.role ?? 'initial';
}

function cellLabel(cell: RoomCell): string {
  const labels = [...new Set(cell.runs.map(({ label }) => label))].filter((label) => label !== '');
  return labels.slice(0, 2).join('·');
}
