/** The legend: words for the signs that are on screen now, and for no others. */
import type { RoomContext } from './roomContext.ts';
import { deviceRole } from './roomContext.ts';
import type { LegendEntry, RoomScene, RoomWay, Role } from './roomTypes.ts';
import { summaryOf } from './rowSummary.ts';

export function roomLegend(
  context: RoomContext,
  { buffers, spans, sets, moves }: Pick<RoomScene, 'buffers' | 'spans' | 'sets' | 'moves'>,
): readonly LegendEntry[] {
  const pages = buffers.flatMap((buffer) => buffer.pages);
  const ways = sets.flatMap(({ caches }) => caches.flatMap((cache) => cache.ways));
  const all = pages.map(({ rows }) => summaryOf(rows));
  const marks = pages.flatMap((page) => page.marks);
  const roles = new Set(all.flatMap((summary) => [...summary.roles]));
  const entries: (LegendEntry | null)[] = [
    ...writerEntries(context, roles),
    all.some(({ dirty }) => dirty)
      ? { key: 'dirty', symbol: 'dirty', role: 'cpu', text: 'dirty: not yet in memory' }
      : null,
    all.some(({ stale }) => stale)
      ? { key: 'stale', symbol: 'stale', role: 'none', text: 'stale: older than the newest write' }
      : null,
    all.some(({ apart }) => apart)
      ? { key: 'apart', symbol: 'apart', role: 'cpu', text: 'dashed: no bytes of the buffer' }
      : null,
    all.some(({ absent }) => absent)
      ? { key: 'absent', symbol: 'absent', role: 'none', text: 'no copy' }
      : null,
    {
      key: 'owner',
      symbol: 'owner',
      role: pages[0]?.bandRoles[0] ?? 'cpu',
      text: 'edge: who owns the page',
    },
    marks.some(({ state }) => state === 'leaving')
      ? { key: 'leaving', symbol: 'leaving', role: 'bad', text: 'being taken away' }
      : null,
    marks.some(({ state }) => state === 'stale') || spans.some(({ state }) => state === 'stale')
      ? {
          key: 'stale-mark',
          symbol: 'stale-mark',
          role: 'bad',
          text: marks.some(({ state }) => state === 'stale')
            ? 'still used though gone'
            : 'leads to the wrong place',
        }
      : null,
    pages.some(({ rows }) => rows.some(({ owner }) => owner.kind === 'contested'))
      ? {
          key: 'contested',
          symbol: 'owner',
          role: 'bad',
          text: 'contested: used by a non-owner',
        }
      : null,
    spans.length > 0
      ? {
          key: 'span',
          symbol: 'copy',
          role: 'none',
          text: spanWords(spans.map(({ label }) => label)),
        }
      : null,
    buffers.some(({ fences }) => (fences ?? []).length > 0)
      ? { key: 'fence', symbol: 'fence', role: 'none', text: 'pending fence of the dma_resv' }
      : null,
    ...wayEntries(ways),
    moves.length > 0 ? { key: 'move', symbol: 'move', role: 'here', text: 'this step' } : null,
    all.some(({ violated }) => violated)
      ? { key: 'violation', symbol: 'violation', role: 'bad', text: 'violation' }
      : null,
    context.selection === null
      ? null
      : { key: 'selected', symbol: 'selected', role: 'here', text: 'selected' },
  ];
  return entries.filter((entry) => entry !== null);
}

/** Lists are named as such; a mapping of one piece bears the name that the script gave it. */
function spanWords(labels: readonly string[]): string {
  if (labels.some((label) => label.endsWith(']'))) return 'sg, dma: the device’s lists';
  return `${[...new Set(labels)].slice(0, 3).join(', ')}: address for the device`;
}

/** Letters of the states that are there, and who is next to go. */
function wayEntries(ways: readonly RoomWay[]): readonly LegendEntry[] {
  const words = { M: 'M modified', E: 'E exclusive', S: 'S shared' } as const;
  const states = (['M', 'E', 'S'] as const).filter((state) =>
    ways.some(({ mesi }) => mesi === state),
  );
  const entries: LegendEntry[] = [];
  if (states.length > 0) {
    const text = states.map((state) => words[state]).join(', ');
    entries.push({ key: 'mesi', symbol: 'way', role: 'cpu', text });
  }
  if (ways.some(({ victim }) => victim)) {
    const text = 'next out: its set is full';
    entries.push({ key: 'victim', symbol: 'victim', role: 'cpu', text });
  }
  return entries;
}

function writerEntries(context: RoomContext, roles: ReadonlySet<Role>): readonly LegendEntry[] {
  const entries: LegendEntry[] = [];
  if (roles.has('initial'))
    entries.push({ key: 'initial', symbol: 'copy', role: 'initial', text: 'never written' });
  if (roles.has('cpu'))
    entries.push({ key: 'cpu', symbol: 'copy', role: 'cpu', text: 'written by CPU' });
  const namesByRole = new Map<Role, string[]>();
  context.deviceNames.forEach((name, device) => {
    const role = deviceRole(device);
    namesByRole.set(role, [...(namesByRole.get(role) ?? []), name]);
  });
  for (const [role, names] of namesByRole) {
    const text = `written by ${names.join(' or ')}`;
    if (roles.has(role)) entries.push({ key: role, symbol: 'copy', role, text });
  }
  return entries;
}
