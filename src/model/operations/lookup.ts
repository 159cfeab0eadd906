/** Finding what an operation names: buffers, devices, descriptors, mappings, VMAs. */
import type { Draft } from '../draft.ts';
import { bufferAddress } from '../hardware/layout.ts';
import { addressOf } from '../kernel/mm/addresses.ts';
import { vmaAt } from '../kernel/mm/vmas.ts';
import { findVmap } from '../kernel/exporters/vmap.ts';
import type { Location } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { DmaMapping, FileDescriptor, Process, Vma } from '../state.ts';

/** An operation that cannot be done as written. */
export function scriptError(message: string): OperationResult {
  return { kind: 'scriptError', message };
}

/** Index of a declared buffer; -1 where there is none. */
export function findBuffer(draft: Draft, name: string): number {
  return draft.state.setup.buffers.findIndex((buffer) => buffer.name === name);
}

/** Index of a declared device; -1 where there is none. */
export function findDevice(draft: Draft, name: string): number {
  return draft.state.setup.devices.findIndex((device) => device.name === name);
}

/** The process with this name; it comes into being, and its CPU is noted, when it first does something. */
export function enterProcess(draft: Draft, name: string, cpu: number): Process {
  const known = draft.state.processes.find((process) => process.name === name);
  const process = known ?? { name, cpus: [], fds: [] };
  if (known && process.cpus.includes(cpu)) return process;
  const entered: Process = { ...process, cpus: [...process.cpus, cpu] };
  const others = draft.state.processes.filter((other) => other.name !== name);
  draft.state.processes = known
    ? draft.state.processes.map((other) => (other.name === name ? entered : other))
    : [...others, entered];
  return entered;
}

/** An open descriptor of a process, by the name that the script gave it. */
export function findFd(draft: Draft, process: string, name: string): FileDescriptor | undefined {
  return draft.state.processes
    .find((candidate) => candidate.name === process)
    ?.fds.find((fd) => fd.name === name);
}

/** An open descriptor of any process. */
export function findAnyFd(draft: Draft, name: string): FileDescriptor | undefined {
  return draft.state.processes.flatMap((process) => process.fds).find((fd) => fd.name === name);
}

/** A mapping of a process into its address space, by name. */
export function findVmaByName(draft: Draft, process: string | null, name: string): Vma | undefined {
  return draft.state.vmas.find(
    (vma) => vma.name === name && (process === null || vma.process === process),
  );
}

/** A streaming or coherent mapping by name; the live one where a name was used twice. */
export function findNamedMapping(
  draft: Draft,
  name: string,
  device: number | null,
): DmaMapping | undefined {
  const named = draft.state.mappings.filter(
    (m) => m.name === name && (device === null || m.device === device),
  );
  return named.find((mapping) => mapping.live) ?? named.at(-1);
}

/** The mapping through which a device works when a script names a buffer, a mapping, or nothing. */
export function findDeviceMapping(
  draft: Draft,
  device: number,
  base: string,
): DmaMapping | undefined {
  const own = draft.state.mappings.filter((mapping) => mapping.device === device);
  const preferLive = (found: readonly DmaMapping[]): DmaMapping | undefined =>
    found.find((mapping) => mapping.live) ?? found.at(-1);
  if (base === '') return preferLive(own);
  const named = findNamedMapping(draft, base, device);
  if (named) return named;
  const buffer = findBuffer(draft, base);
  return preferLive(own.filter((mapping) => mapping.buffer === buffer && mapping.name === null));
}

/** Bytes of a buffer that a kernel location names, with the first in physical memory; null outside. */
export function resolveBytes(
  draft: Draft,
  at: Location,
  length: number,
): { readonly buffer: number; readonly start: number; readonly mapping: DmaMapping | null } | null {
  const { pageSize } = draft.state.setup.platform;
  const buffer = findBuffer(draft, at.base);
  if (buffer >= 0) return within(draft, buffer, at.offset, length, null);
  const vma = findVmaByName(draft, null, at.base);
  if (vma) {
    // Pieces of a mapping that was cut have the name of the whole.
    const address = addressOf(draft, vma.process, at);
    const shown = vmaAt(draft, vma.process, address) ?? vma;
    const start = shown.pageOffset * pageSize + address - shown.address;
    return within(draft, shown.buffer, start, length, null);
  }
  const vmap = findVmap(draft, at.base);
  if (vmap) return within(draft, vmap.buffer, at.offset, length, null);
  const mapping = findNamedMapping(draft, at.base, null);
  return mapping ? within(draft, mapping.buffer, mapping.start + at.offset, length, mapping) : null;
}

function within(
  draft: Draft,
  buffer: number,
  start: number,
  length: number,
  mapping: DmaMapping | null,
) {
  const size =
    (draft.state.buffers[buffer]?.frames.length ?? 0) * draft.state.setup.platform.pageSize;
  return start >= 0 && start + length <= size ? { buffer, start, mapping } : null;
}

/** A part of a buffer that lies within one page, with its physical address. */
export interface PagePart {
  readonly start: number;
  readonly length: number;
  readonly address: number;
}

/** Splits a range of a buffer by page. */
export function pageParts(
  draft: Draft,
  buffer: number,
  start: number,
  length: number,
): readonly PagePart[] {
  const { pageSize } = draft.state.setup.platform;
  const parts: PagePart[] = [];
  for (let at = start; at < start + length;) {
    const take = Math.min(pageSize - (at % pageSize), start + length - at);
    parts.push({ start: at, length: take, address: bufferAddress(draft.state, buffer, at) });
    at += take;
  }
  return parts;
}
