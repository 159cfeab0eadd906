/**
 * A device's DMA engine: reads and writes device addresses line by line, through the IOMMU where there is
 * one, snooping the CPU caches where the transaction does.
 */
import { emit, setDevice, type Draft } from '../draft.ts';
import { findMapping } from '../kernel/extents.ts';
import { checkDeviceAccess, checkDirection, noteOtherWrite } from '../kernel/ownership.ts';
import { checkUndrained } from '../kernel/cpuAccess.ts';
import { deviceName } from '../kernel/named.ts';
import { dmaId } from '../machines/instanceIds.ts';
import { dmaNext } from '../machines/machines.ts';
import type { DmaTransferEvent } from '../machines/events.ts';
import { noteAccess } from '../races/check.ts';
import type { OperationResult } from '../result.ts';
import type { Cell, DmaMapping } from '../state.ts';
import type { RuleId } from '../violation.ts';
import { judgeRead, raise } from '../violations/raise.ts';
import { describeCells, deviceWriter, makeCell, sameCells, uniformLine } from './cell.ts';
import { isBehindIommu, passableBytes, translateIova } from './iommu.ts';
import { memoryPlace } from './layout.ts';
import { dramLine, lineAddressOf, newestCells } from './memory.ts';
import { checkLifetime, hasTaken, missPage, useError } from './deviceChecks.ts';
import { writeLine } from './deviceWrite.ts';
import { overrun } from './overrun.ts';
import { checkUnsnooped, snoop } from './snoop.ts';

export interface Transfer {
  /** Id of the mapping whose addresses are used, live or not. */
  readonly mapping: number;
  /** First byte, from the start of the buffer, and length; what passes the end of the mapping is an overrun. */
  readonly start: number;
  readonly length: number;
  /** What to write; null for a read. */
  readonly write: { readonly value: number; readonly writeId: number } | null;
  /** Whether this transaction snoops. */
  readonly snoop: boolean;
}

interface Progress {
  /** A whole line of what is written; empty for a read. */
  readonly line: readonly Cell[];
  readonly cells: Cell[];
  readonly newest: Cell[];
  /** What was read past the end of the mapping. */
  readonly beyond: Cell[];
}

/** Runs a transfer. Returns what was read, or that the IOMMU blocked it. */
export function transfer(draft: Draft, whole: Transfer): OperationResult {
  const mapping = findMapping(draft, whole.mapping);
  if (!mapping) return { kind: 'scriptError', message: 'no such mapping' };
  const inside = Math.max(0, Math.min(whole.length, mapping.start + mapping.length - whole.start));
  const job = { ...whole, length: inside };
  const progress: Progress = {
    line: writtenLine(draft, mapping, job),
    cells: [],
    newest: [],
    beyond: [],
  };
  const range = { buffer: mapping.buffer, start: job.start, length: job.length };
  setDevice(draft, mapping.device, { transfer: 'idle' });
  advance(draft, mapping, 'start');
  emit(draft, 'dma.start', {
    label: `${job.write ? 'write' : 'read'} ${whole.length} bytes at 0x${addressOf(mapping, job.start).toString(16)}`,
    from: { kind: 'device', device: mapping.device },
    ...(inside > 0 ? { range } : {}),
    facts: { write: job.write !== null, snoop: job.snoop },
  });
  if (mapping.segments.length === 0) return useError(draft, mapping, range);
  if (mapping.taken && !hasTaken(mapping, job)) return missPage(draft, mapping, range);
  checkLifetime(draft, mapping, job);
  checkOwner(draft, mapping, job);
  for (let done = 0; done < job.length;) {
    const at = job.start + done;
    const take = Math.min(bytesToLineEnd(draft, mapping, at), job.length - done);
    const blocked = transferLine(draft, mapping, job, at, take, progress);
    if (blocked) return blocked;
    done += take;
    if (done < job.length) advance(draft, mapping, 'next');
  }
  if (inside < whole.length) {
    const { start, length, snoop: snoops } = whole;
    const beyond = Math.max(0, start - mapping.start - mapping.length);
    const past = { beyond, length: length - inside, line: progress.line, snoop: snoops };
    const read = overrun(draft, mapping, past);
    if ('kind' in read) {
      advance(draft, mapping, 'complete');
      return read;
    }
    // Nobody can say what should be there.
    progress.beyond.push(...read);
  }
  return finish(draft, mapping, job, progress);
}

/** The rules of the DMA API. What the IOMMU will block never happens, so it changes no owner. */
function checkOwner(draft: Draft, mapping: DmaMapping, { start, length, write }: Transfer): void {
  const isWrite = write !== null;
  if (length === 0) return;
  if (mapping.live) checkDirection(draft, mapping, start, length, isWrite);
  const passes = isBehindIommu(draft.state, mapping.device)
    ? passableBytes(draft.state, mapping.device, addressOf(mapping, start), length, isWrite)
    : length;
  if (passes === 0) return;
  if (mapping.live) checkDeviceAccess(draft, mapping.id, start, passes, isWrite);
  // Through what is being torn down too: what stands besides is behind now.
  else if (isWrite) noteOtherWrite(draft, mapping.buffer, start, passes, mapping.id);
  const range = { buffer: mapping.buffer, start, length: passes };
  noteAccess(draft, range, write?.value ?? null);
}

/** One array for all whole lines of a transfer: lines are never changed in place. */
function writtenLine(draft: Draft, { device }: DmaMapping, { write }: Transfer): readonly Cell[] {
  if (!write) return [];
  const { lineSize } = draft.state.setup.platform;
  return uniformLine(makeCell(write.writeId, deviceWriter(device), write.value), lineSize);
}

function finish(
  draft: Draft,
  mapping: DmaMapping,
  job: Transfer,
  progress: Progress,
): OperationResult {
  const range = { buffer: mapping.buffer, start: job.start, length: job.length };
  if (!job.write && job.length > 0) {
    judgeRead(
      draft,
      range,
      progress.cells,
      progress.newest,
      `by ${deviceName(draft, mapping.device)}`,
    );
    const lastRead = { buffer: mapping.buffer, start: job.start, cells: progress.cells };
    setDevice(draft, mapping.device, { lastRead });
  }
  advance(draft, mapping, 'complete');
  emit(draft, 'dma.done', {
    label: job.write ? 'write complete' : 'read complete',
    to: { kind: 'device', device: mapping.device },
    ...(job.length > 0 ? { range } : {}),
    facts: job.write ? {} : { got: describeCells([...progress.cells, ...progress.beyond]) },
  });
  if (job.write) return { kind: 'ok', value: null, faults: 0 };
  const { cells, newest, beyond } = progress;
  const due = sameCells(cells, newest) ? cells : newest;
  if (beyond.length === 0) return { kind: 'bytes', cells, newest: due, faults: 0 };
  return { kind: 'bytes', cells: [...cells, ...beyond], newest: [...due, ...beyond], faults: 0 };
}

/** Device address of a byte of the buffer through a mapping. */
function addressOf(mapping: DmaMapping, byte: number): number {
  const list = mapping.taken ?? mapping.segments;
  const segment = list.find((s) => byte >= s.start && byte < s.start + s.length);
  return segment ? segment.dmaAddress + (byte - segment.start) : 0;
}

function bytesToLineEnd(draft: Draft, mapping: DmaMapping, byte: number): number {
  const { lineSize } = draft.state.setup.platform;
  return lineSize - (addressOf(mapping, byte) % lineSize);
}

function advance(draft: Draft, mapping: DmaMapping, event: DmaTransferEvent): void {
  const from = draft.state.devices[mapping.device]?.transfer ?? 'idle';
  const to = dmaNext(from, event);
  // Another transfer of this engine, begun within this one, has ended it in the machine's eyes.
  if (to === null) return;
  const instance = dmaId(deviceName(draft, mapping.device));
  const transition = { machine: 'dmaTransfer' as const, instance, event, from, to };
  draft.transitions = [...draft.transitions, transition];
  setDevice(draft, mapping.device, { transfer: to });
}

/** One line of a transfer. Returns a result only where it is blocked. */
function transferLine(
  draft: Draft,
  mapping: DmaMapping,
  job: Transfer,
  at: number,
  length: number,
  progress: Progress,
): OperationResult | null {
  const place = locate(draft, mapping, at, length, job.write !== null);
  if (place.kind === 'fault') return block(draft, mapping, job, at, place.reason);
  advance(draft, mapping, job.snoop ? 'translatedSnoop' : 'translatedDirect');
  checkUndrained(draft, null, place.address, length);
  const range = { buffer: mapping.buffer, start: at, length };
  const isWrite = job.write !== null;
  if (job.snoop) {
    snoop(draft, mapping.device, range, place.address, isWrite);
    advance(draft, mapping, 'snooped');
  } else checkUnsnooped(draft, mapping.device, range, place.address, isWrite);
  if (job.write) {
    const { line } = progress;
    const cells = length === line.length ? line : line.slice(0, length);
    writeLine(draft, mapping, at, place.address, cells);
  } else {
    const lineAddress = lineAddressOf(draft.state, place.address);
    const offset = place.address - lineAddress;
    for (const cell of dramLine(draft.state, lineAddress).slice(offset, offset + length))
      progress.cells.push(cell);
    // Taken at once, since others may write before the next line is read.
    for (const cell of newestCells(draft.state, mapping.buffer, at, length))
      progress.newest.push(cell);
  }
  const memory = memoryPlace(draft.state, place.address);
  const device = { kind: 'device' as const, device: mapping.device };
  emit(draft, job.write ? 'dma.write' : 'dma.read', {
    label: `${job.write ? 'write' : 'read'} ${length} bytes`,
    from: job.write ? device : memory,
    to: job.write ? memory : device,
    range,
    facts: {
      snoop: job.snoop,
      ...(job.write ? { value: job.write.value, write: job.write.writeId } : {}),
    },
  });
  return null;
}

function locate(draft: Draft, mapping: DmaMapping, at: number, length: number, isWrite: boolean) {
  const dmaAddress = addressOf(mapping, at);
  if (!isBehindIommu(draft.state, mapping.device)) {
    return { kind: 'ok' as const, address: dmaAddress, isStale: false };
  }
  const place = translateIova(draft, mapping.device, dmaAddress, isWrite);
  if (place.kind === 'ok' && place.isStale) {
    raise(draft, {
      rule: 'dma-in-lazy-window',
      bytes: { buffer: mapping.buffer, start: at, length },
      outcome: 'the IOTLB still translates an address that was unmapped',
    });
  }
  return place;
}

/** Rules whose breaking the IOMMU may answer with a fault. */
const leadsToFault: ReadonlySet<RuleId> = new Set<RuleId>([
  'direction',
  'address-of-another-device',
  'page-stealing',
]);

function block(
  draft: Draft,
  mapping: DmaMapping,
  job: Transfer,
  at: number,
  reason: string,
): OperationResult {
  const range = { buffer: mapping.buffer, start: at, length: job.start + job.length - at };
  // An access against the direction of its mapping is what the IOMMU refuses to let through.
  const causes = draft.state.blames
    .filter(
      ({ rule, buffer }) => rule !== null && leadsToFault.has(rule) && buffer === mapping.buffer,
    )
    .flatMap(({ violation }) => violation ?? []);
  const outcome = `${reason}; the access was blocked`;
  raise(draft, { rule: 'iommu-fault', bytes: range, causes: causes.slice(-1), outcome });
  advance(draft, mapping, 'fault');
  emit(draft, 'dma.fault', {
    label: `IOMMU fault: ${reason}`,
    from: { kind: 'device', device: mapping.device },
    to: { kind: 'iommu', device: mapping.device },
    range,
    facts: { reason },
  });
  return { kind: 'blocked', reason };
}
