/**
 * Who owns which bytes of a buffer: the ownership machine, run over the extents of each streaming mapping.
 * This is where accesses and hand-overs are held against the rules of the DMA API
 * (Documentation/core-api/dma-api.rst). It judges; it moves no data.
 */
import type { Draft } from '../draft.ts';
import type { ByteRange } from '../microEvent.ts';
import type { Direction } from '../operation.ts';
import type { DmaMapping } from '../state.ts';
import {
  fixCpuAccess,
  fixDeviceAccess,
  fixDirection,
  fixHandBack,
  fixHandOver,
  fixNotSerialized,
} from '../violations/fix.ts';
import { raise } from '../violations/raise.ts';
import type { DefectId, RuleId } from '../violation.ts';
import { profileOf } from './exporters/profiles.ts';
import { checkOpenWindows } from './exporters/windowRules.ts';
import { findMapping, liveOver, overlaps, send, span, type Refusal } from './extents.ts';

/** Holds a CPU access against every mapping of the bytes. `process` null: kernel code. */
export function checkCpuAccess(
  draft: Draft,
  range: ByteRange,
  isWrite: boolean,
  process: string | null,
): void {
  const { buffer, start, length } = range;
  const end = start + length;
  for (const mapping of liveOver(draft, buffer, start, end)) {
    const refusals = send(draft, mapping, start, end, isWrite ? 'cpuWrite' : 'cpuRead', null);
    const isChanging = mapping.changing && mapping.extents.length > 0;
    if (refusals.length === 0 && !isChanging) continue;
    const device = draft.state.setup.devices[mapping.device]?.name ?? '';
    raise(draft, {
      rule: 'cpu-access-while-device-owns',
      bytes: refusals.length > 0 ? span(buffer, refusals) : range,
      defect: policyDefect(draft, mapping, process),
      outcome: `${isWrite ? 'written' : 'read'} by the CPU while ${device} owns it`,
      // A call that is under way has nothing before it to put right.
      fix: isChanging ? null : fixCpuAccess(draft.state, mapping, draft.actor, range, isWrite),
    });
  }
  if (isWrite) checkSharedLine(draft, range);
}

/** The policy, if any, that makes this violation more than the program's own mistake. */
function policyDefect(draft: Draft, mapping: DmaMapping, process: string | null): DefectId | null {
  const setup = draft.state.setup.buffers[mapping.buffer];
  if (mapping.kind !== 'sg' || process === null || !setup) return null;
  if (profileOf(draft.state.setup, mapping.buffer).cpuAccess === 'private-mapping')
    return 'udmabuf-private-mapping';
  const inWindow = draft.state.accessWindows.some(
    ({ who, buffer }) => who === process && buffer === mapping.buffer,
  );
  if (inWindow && setup.mmap === 'none') return 'exporter-none';
  const isOld = draft.state.setup.platform.kernel === '5.2';
  if (isOld && setup.inode === 'device') return 'zap-misses';
  if (setup.mmap === 'shootdown') return 'shootdown-no-wait';
  const policy = draft.state.setup.devices[mapping.device]?.importer;
  if (policy === 'map-at-import') return 'map-at-import';
  return policy === 'cached' ? 'cached-mapping' : null;
}

/** A store next to a range that a device owns, in the same cache line. */
function checkSharedLine(draft: Draft, { buffer, start, length }: ByteRange): void {
  const { lineSize } = draft.state.setup.platform;
  const first = start - (start % lineSize);
  const last = Math.ceil((start + length) / lineSize) * lineSize;
  for (const mapping of liveOver(draft, buffer, first, last)) {
    const owns = (from: number, to: number): boolean =>
      mapping.extents.some(
        (extent) =>
          extent.state.startsWith('device') && overlaps(extent.start, extent.end, from, to),
      );
    // A store to what the device owns breaks another rule, which is told already.
    const isOwnedBeside =
      !owns(start, start + length) && (owns(first, start) || owns(start + length, last));
    if (!isOwnedBeside) continue;
    raise(draft, {
      rule: 'shared-cache-line',
      bytes: { buffer, start, length },
      outcome: 'stored beside bytes that a device owns, in the same cache line',
    });
  }
}

/** Holds a device's access against the direction of its mapping. */
export function checkDirection(
  draft: Draft,
  mapping: DmaMapping,
  start: number,
  length: number,
  isWrite: boolean,
): void {
  const { buffer, direction } = mapping;
  const against: Direction = isWrite ? 'TO_DEVICE' : 'FROM_DEVICE';
  if (direction !== against) return;
  raise(draft, {
    rule: 'direction',
    bytes: { buffer, start, length },
    outcome: `a ${isWrite ? 'write' : 'read'} through a ${direction} mapping`,
    fix: fixDirection(draft.state, mapping),
  });
}

/** Holds a device's access through a mapping against its owner, and tells the other mappings of it. */
export function checkDeviceAccess(
  draft: Draft,
  id: number,
  start: number,
  length: number,
  isWrite: boolean,
): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  const { buffer } = mapping;
  checkOpenWindows(draft, { buffer, start, length }, isWrite);
  const refusals = send(
    draft,
    mapping,
    start,
    start + length,
    isWrite ? 'deviceWrite' : 'deviceRead',
    null,
  );
  const early = refusals.filter((refusal) => refusal.state.startsWith('cpu'));
  const isChanging = mapping.changing && mapping.extents.length > 0;
  if (early.length > 0 || isChanging) {
    raise(draft, {
      rule: 'device-access-while-cpu-owns',
      bytes: early.length > 0 ? span(buffer, early) : { buffer, start, length },
      outcome: `${isWrite ? 'written' : 'read'} by the device while the CPU owns it`,
      fix: isChanging ? null : fixDeviceAccess(draft.state, mapping, span(buffer, early)),
    });
  }
  const behind = refusals.filter((refusal) => refusal.state === 'device.behind');
  if (behind.length > 0) {
    raise(draft, {
      rule: 'device-access-not-serialized',
      bytes: span(buffer, behind),
      outcome: 'read by a device whose mapping was not handed over since another device wrote',
      fix: fixNotSerialized(draft.state, mapping, span(buffer, behind)),
    });
  }
  if (isWrite) noteOtherWrite(draft, buffer, start, length, id);
}

/** Tells every other mapping of the bytes that somebody else wrote them. */
export function noteOtherWrite(
  draft: Draft,
  buffer: number,
  start: number,
  length: number,
  except: number,
): void {
  for (const other of liveOver(draft, buffer, start, start + length)) {
    if (other.id !== except) noteOtherWriteTo(draft, other.id, start, start + length);
  }
}

/** Tells one mapping that somebody else wrote [start, end). */
export function noteOtherWriteTo(draft: Draft, id: number, start: number, end: number): void {
  const mapping = findMapping(draft, id);
  if (mapping) send(draft, mapping, start, end, 'otherDeviceWrite', null);
}

const carriesToDevice = (direction: Direction): boolean => direction !== 'FROM_DEVICE';
const carriesToCpu = (direction: Direction): boolean => direction !== 'TO_DEVICE';

/** sync_for_device over [start, end) with the direction given to the call. */
export function handOver(
  draft: Draft,
  id: number,
  start: number,
  end: number,
  direction: Direction,
  defect: DefectId | null = null,
): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  const event = carriesToDevice(direction) ? 'handOver' : 'handOverEmpty';
  const refusals = send(draft, mapping, start, end, event, 'forceDevice');
  if (refusals.length === 0) return;
  const rule: RuleId = event === 'handOver' ? 'hand-over-twice' : 'sync-direction';
  raise(draft, {
    rule,
    bytes: span(mapping.buffer, refusals),
    defect,
    outcome:
      rule === 'hand-over-twice'
        ? 'handed over again, although the device has written it'
        : 'handed over without what the CPU wrote',
    fix: fixHandOver(draft.state, mapping, rule, span(mapping.buffer, refusals)),
  });
}

/** sync_for_cpu over [start, end) with the direction given to the call. */
export function handBack(
  draft: Draft,
  id: number,
  start: number,
  end: number,
  direction: Direction,
  defect: DefectId | null = null,
): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  const event = carriesToCpu(direction) ? 'handBack' : 'handBackEmpty';
  const refusals = send(draft, mapping, start, end, event, 'forceCpu');
  raiseHandBack(
    draft,
    mapping,
    refusals,
    event === 'handBack' ? 'hand-back-discards' : 'sync-direction',
    defect,
  );
}

/** How an unmap gives a range back. */
export type UnmapSync = 'unmap' | 'unmapEmpty' | 'unmapUnsynced';

/** The event of an unmap call with this direction and attribute. */
export function unmapSyncOf(direction: Direction, skipCpuSync: boolean): UnmapSync {
  if (skipCpuSync) return 'unmapUnsynced';
  return carriesToCpu(direction) ? 'unmap' : 'unmapEmpty';
}

/** The end of a mapping, for [start, end) of it. */
export function closeExtents(
  draft: Draft,
  id: number,
  start: number,
  end: number,
  how: UnmapSync,
): void {
  const mapping = findMapping(draft, id);
  if (!mapping || start >= end) return;
  const refusals = send(draft, mapping, start, end, how, 'forceUnmap');
  const broken: Record<UnmapSync, RuleId> = {
    unmap: 'hand-back-discards',
    unmapEmpty: 'sync-direction',
    unmapUnsynced: 'not-handed-back',
  };
  raiseHandBack(draft, mapping, refusals, broken[how], null);
}

function raiseHandBack(
  draft: Draft,
  mapping: DmaMapping,
  refusals: readonly Refusal[],
  rule: RuleId,
  defect: DefectId | null,
): void {
  if (refusals.length === 0) return;
  raise(draft, {
    rule,
    bytes: span(mapping.buffer, refusals),
    defect,
    outcome:
      rule === 'hand-back-discards'
        ? 'given back over what was written since'
        : 'given back without what the device wrote',
    fix: fixHandBack(draft.state, mapping, rule, span(mapping.buffer, refusals)),
  });
}
