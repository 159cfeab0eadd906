/** The legend: words for the signs that are on screen now, and for no others. */
import type { RoomContext } from './roomContext.ts';
import { deviceRole } from './roomContext.ts';
import type { LegendEntry, RoomMove, RoomPage, RoomSpan, Role } from './roomTypes.ts';

export function roomLegend(
  context: RoomContext,
  pages: readonly RoomPage[],
  spans: readonly RoomSpan[],
  moves: readonly RoomMove[],
): readonly LegendEntry[] {
  const rows = pages.flatMap((page) => page.rows);
  const cells = rows.flatMap((row) => row.cells);
  const marks = pages.flatMap((page) => page.marks);
  const runs = cells.flatMap((cell) => cell.runs);
  const roles = new Set(runs.map(({ role }) => role));
  const entries: (LegendEntry | null)[] = [
    ...writerEntries(context, roles),
    cells.some(({ dirty }) => dirty)
      ? { key: 'dirty', symbol: 'dirty', role: 'cpu', text: 'dirty: not yet in memory' }
      : null,
    cells.some(({ stale }) => stale)
      ? { key: 'stale', symbol: 'stale', role: 'none', text: 'stale: older than the newest write' }
      : null,
    cells.some(({ apart }) => apart)
      ? { key: 'apart', symbol: 'apart', role: 'cpu', text: 'dashed: no bytes of the buffer' }
      : null,
    cells.some(({ absent }) => absent)
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
    rows.some(({ owner }) => owner.kind === 'contested')
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
          text: 'sg, dma: the device’s lists',
        }
      : null,
    moves.length > 0 ? { key: 'move', symbol: 'move', role: 'here', text: 'this step' } : null,
    cells.some(({ violation }) => violation !== '')
      ? { key: 'violation', symbol: 'violation', role: 'bad', text: 'violation' }
      : null,
    context.selection === null
      ? null
      : { key: 'selected', symbol: 'selected', role: 'here', text: 'selected' },
  ];
  return entries.filter((entry) => entry !== null);
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
