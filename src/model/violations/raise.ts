/**
 * Noting violations while an operation runs, and tracing effects to what made them possible.
 *
 * Every broken rule that can part the copies of a byte leaves a blame on the cache lines that it
 * concerns. An effect (stale read, lost write, clobber) cites the blames on its lines. A blame is
 * forgotten once every copy on its lines agrees again.
 */
import type { Draft } from '../draft.ts';
import { dramLine, newestCells } from '../hardware/memory.ts';
import { describeValue, sameCells, valueOf, writeIdOf } from '../hardware/cell.ts';
import { bufferAddress } from '../hardware/layout.ts';
import { aliasesOf, cachedLine, coherentCells, holdersOf } from '../hardware/cacheLookup.ts';
import type { ByteRange } from '../microEvent.ts';
import type { Blame, Cell, DmaMapping, State } from '../state.ts';
import type { DefectId, Fix, RuleId, Violation } from '../violation.ts';
import { rules } from './rules.ts';

export interface RaiseDetail {
  readonly rule: RuleId;
  readonly agent?: string;
  readonly bytes: ByteRange | null;
  readonly defect?: DefectId | null;
  readonly causes?: readonly number[];
  readonly outcome: string;
  readonly fix?: Fix | null;
}

/** Rules whose breaking, and effects whose happening, leaves every copy as it was: they cause nothing. */
const movesNothing: ReadonlySet<RuleId> = new Set<RuleId>([
  'stale-read',
  'iommu-fault',
  'sigbus',
  'sigsegv',
  'unmap-twice',
  'release-with-attachments',
  'leak',
  'segment-beyond-limits',
  'no-struct-page',
  'mangled-page',
  'page-missing',
  'kernel-oops',
]);

/** Notes a violation; it is attached to the next micro-event. Returns it. */
export function raise(draft: Draft, detail: RaiseDetail): Violation {
  const id = draft.state.violations + 1;
  draft.state.violations = id;
  const violation: Violation = {
    id,
    class: rules[detail.rule].class,
    rule: detail.rule,
    agent: detail.agent ?? draft.agent,
    bytes: detail.bytes,
    causes: detail.causes ?? [],
    defect: detail.defect ?? null,
    outcome: detail.outcome,
    fix: detail.fix ?? null,
  };
  draft.raised = [...draft.raised, violation];
  // What a checker says moves no data, whether it is right or not.
  const isMute = movesNothing.has(detail.rule) || violation.class === 'dma-debug';
  if (detail.bytes && !isMute) addBlame(draft, detail.bytes, id, detail.rule, violation);
  return violation;
}

/** Notes that a policy's or profile's defect acted on these bytes, though no rule was broken. */
export function blameDefect(draft: Draft, bytes: ByteRange, defect: DefectId): void {
  addBlame(draft, bytes, null, null, { agent: draft.agent, defect });
}

function addBlame(
  draft: Draft,
  bytes: ByteRange,
  violation: number | null,
  rule: RuleId | null,
  { agent, defect }: Pick<Blame, 'agent' | 'defect'>,
): void {
  const { lineSize } = draft.state.setup.platform;
  const firstLine = Math.floor(bytes.start / lineSize);
  const lastLine = Math.floor((bytes.start + bytes.length - 1) / lineSize);
  const blame: Blame = {
    violation,
    rule,
    agent,
    defect,
    buffer: bytes.buffer,
    firstLine,
    lastLine,
  };
  const isReplaced = (old: Blame): boolean =>
    old.rule === rule &&
    old.agent === agent &&
    old.defect === defect &&
    old.buffer === bytes.buffer &&
    old.firstLine >= firstLine &&
    old.lastLine <= lastLine &&
    (rule === null || rules[rule].class !== 'effect');
  const kept = draft.state.blames.filter((old) => !isReplaced(old));
  draft.state.blames = [...kept, blame];
}

export type Effect = 'stale-read' | 'lost-write' | 'clobber';

/** Notes an effect on bytes of a buffer, traced to the blames on its lines. */
export function raiseEffect(
  draft: Draft,
  rule: Effect,
  bytes: ByteRange,
  outcome: string,
): Violation {
  const blames = blamesOn(draft.state, bytes);
  const causes = blames.flatMap(({ violation }) => (violation === null ? [] : [violation]));
  const defect = blames.findLast((blame) => blame.defect !== null)?.defect ?? null;
  return raise(draft, { rule, bytes, causes, defect, outcome });
}

function blamesOn(state: State, { buffer, start, length }: ByteRange): readonly Blame[] {
  const { lineSize } = state.setup.platform;
  const first = Math.floor(start / lineSize);
  const last = Math.floor((start + length - 1) / lineSize);
  return state.blames.filter(
    (blame) => blame.buffer === buffer && blame.firstLine <= last && blame.lastLine >= first,
  );
}

/**
 * Forgets the blames on a buffer whose lines have healed: every copy is the newest again. Called where a
 * hand-over is complete.
 */
export function forgetHealed(draft: Draft, buffer: number): void {
  if (draft.state.blames.length === 0) return;
  // Two copies that nothing keeps equal may part again at any time.
  const isForGood = (blame: Blame): boolean =>
    blame.buffer !== buffer ||
    blame.defect === 'coherent-bounced' ||
    blame.defect === 'udmabuf-private-mapping' ||
    blame.rule === 'page-stealing' ||
    blame.rule === 'memory-mapped-as-resource' ||
    blame.rule === 'address-of-another-device';
  const kept = draft.state.blames.filter(
    (blame) => isForGood(blame) || !isHealed(draft.state, blame),
  );
  if (kept.length < draft.state.blames.length) draft.state.blames = kept;
}

function isHealed(state: State, { buffer, firstLine, lastLine }: Blame): boolean {
  const { lineSize } = state.setup.platform;
  const size = (state.buffers[buffer]?.frames.length ?? 0) * state.setup.platform.pageSize;
  for (let line = firstLine; line <= lastLine && line * lineSize < size; line++) {
    if (!isConsistent(state, buffer, line * lineSize)) return false;
  }
  return true;
}

/** Whether memory, every cached copy and every slot in use hold the newest of one line of a buffer. */
function isConsistent(state: State, buffer: number, start: number): boolean {
  const { lineSize } = state.setup.platform;
  const address = bufferAddress(state, buffer, start);
  const newest = newestCells(state, buffer, start, lineSize);
  // Where every device snoops, a dirty line is as good as memory.
  const isSnooped = state.setup.devices.every((device) => device.coherent);
  const seen = isSnooped ? coherentCells(state, address, lineSize) : dramLine(state, address);
  if (!sameCells(seen, newest)) return false;
  const isOld = (key: number): boolean =>
    holdersOf(state, key).some(
      (cpu) => !sameCells(cachedLine(state, cpu, key)?.data ?? [], newest),
    );
  if (aliasesOf(state, address).some(isOld)) return false;
  if (state.cpus.some((cpu) => cpu.wc.some((entry) => entry.address === address))) return false;
  return state.mappings.every(
    (mapping) => !mapping.live || isSameInSlots(state, mapping, buffer, start, newest),
  );
}

/** Whether a mapping's bounce slots, if any, hold the newest of one line of a buffer. */
function isSameInSlots(
  state: State,
  mapping: DmaMapping,
  buffer: number,
  start: number,
  newest: readonly Cell[],
): boolean {
  if (mapping.buffer !== buffer) return true;
  for (const segment of mapping.segments) {
    if (segment.slot === null) continue;
    const from = Math.max(start, segment.start);
    const to = Math.min(start + newest.length, segment.start + segment.length);
    if (from >= to) continue;
    const copy = coherentCells(state, segment.dmaAddress + from - segment.start, to - from);
    if (!sameCells(copy, newest.slice(from - start, to - start))) return false;
  }
  return true;
}

/** Runs of positions for which `isBad` holds: `[first, length]`. */
export function badRuns(
  length: number,
  isBad: (i: number) => boolean,
): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (let i = 0; i < length; i++) {
    if (!isBad(i)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === i) last[1] += 1;
    else runs.push([i, 1]);
  }
  return runs;
}

/** Notes a stale read where `got` differs from the newest of the range. One violation a run of bytes. */
export function judgeRead(
  draft: Draft,
  range: ByteRange,
  got: readonly Cell[],
  newest: readonly Cell[],
  where: string,
): void {
  if (sameCells(got, newest)) return;
  for (const [first, length] of badRuns(got.length, (i) => got[i] !== newest[i])) {
    const bytes = { buffer: range.buffer, start: range.start + first, length };
    const outcome = `${describeCell(got[first] ?? 0)} was read ${where}; the newest is ${describeCell(newest[first] ?? 0)}`;
    raiseEffect(draft, 'stale-read', bytes, outcome);
  }
}

/** Notes a clobber where copying `incoming` over `old` puts older bytes over the newest. */
export function judgeOverwrite(
  draft: Draft,
  range: ByteRange,
  old: readonly Cell[],
  incoming: readonly Cell[],
  newest: readonly Cell[],
  what: string,
): void {
  const isLost = (i: number): boolean => old[i] === newest[i] && incoming[i] !== newest[i];
  for (const [first, length] of badRuns(incoming.length, isLost)) {
    const bytes = { buffer: range.buffer, start: range.start + first, length };
    const outcome = `${what} put ${describeCell(incoming[first] ?? 0)} over ${describeCell(old[first] ?? 0)}`;
    raiseEffect(draft, 'clobber', bytes, outcome);
  }
}

function describeCell(cell: Cell): string {
  const write = writeIdOf(cell);
  const value = describeValue(valueOf(cell));
  return write === 0 ? `${value} (initial content)` : `${value} (write ${write})`;
}
