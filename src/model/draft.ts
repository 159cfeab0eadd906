/**
 * The working copy of one operation: the state under construction and the micro-events so far. Only the
 * functions of `model/` that take a `Draft` change anything, and they do it by replacing slices of the
 * state, so that every earlier state stays as it was.
 */
import { replaceAt } from '../base/arrays.ts';
import type { ByteRange, MicroEvent, MicroEventKind, Place, Transition } from './microEvent.ts';
import type { Agent, Interleaving, Operation } from './operation.ts';
import type { NestedResult, OperationResult } from './result.ts';
import type { Attachment, Buffer, Costs, Cpu, Device, DmaMapping, State, Vma } from './state.ts';
import type { Violation } from './violation.ts';

export interface Draft {
  /** State so far: a shallow copy whose slices are replaced, never changed inside. */
  readonly state: { -readonly [K in keyof State]: State[K] };
  readonly events: MicroEvent[];
  /** Results of interleavings, in the order in which they ran. */
  readonly nested: Map<Interleaving, NestedResult>;
  /** Agent whose operation this is. */
  actor: Agent;
  /** Name of the agent in whose context things happen now. */
  agent: string;
  /** Nesting of the next event. */
  depth: number;
  /** Page faults that the current access has taken. */
  faults: number;
  /** Violations to be attached to the next event. */
  raised: Violation[];
  /** Machine transitions to be attached to the next event. */
  transitions: Transition[];
  /** Interleavings still to come. */
  waiting: Interleaving[];
  /** Events so far by kind. */
  readonly counts: Map<MicroEventKind, number>;
  /** Performs an operation in this draft; set by `step`, so that interleavings can run. */
  readonly perform: (draft: Draft, operation: Operation) => OperationResult;
  /** Called after each event. */
  readonly observe: ((draft: Draft) => void) | null;
}

export interface EventDetail {
  readonly label: string;
  readonly from?: Place;
  readonly to?: Place;
  readonly range?: ByteRange;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

const noFacts: Readonly<Record<string, string | number | boolean>> = {};

/** Appends a micro-event, with the violations and transitions that came up since the one before. */
export function emit(draft: Draft, kind: MicroEventKind, detail: EventDetail): void {
  draft.events.push({
    kind,
    depth: draft.depth,
    agent: draft.agent,
    label: detail.label,
    from: detail.from ?? null,
    to: detail.to ?? null,
    range: detail.range ?? null,
    violations: draft.raised,
    facts: detail.facts ?? noFacts,
    transitions: draft.transitions,
  });
  if (draft.raised.length > 0) draft.raised = [];
  if (draft.transitions.length > 0) draft.transitions = [];
  draft.observe?.(draft);
  if (draft.waiting.length > 0) interleave(draft, kind);
}

/** A kernel function: its event, then what happens inside it, one level deeper. */
export function call<T>(draft: Draft, label: string, body: () => T, range?: ByteRange): T {
  emit(draft, 'call', range ? { label, range } : { label });
  draft.depth += 1;
  const result = body();
  draft.depth -= 1;
  return result;
}

/** The kernel logs a line: exactly what dmesg would show, without time stamp; `why` says in a sentence what drew it. */
export function printk(draft: Draft, message: string, why = ''): void {
  emit(draft, 'printk', {
    label: message,
    from: { kind: 'kernel' },
    facts: why === '' ? {} : { why },
  });
}

/** A warning that the kernel gives once in its life, with the place in the source that gives it. */
export function printkOnce(draft: Draft, message: string, place: string, why: string): void {
  if (draft.state.warned.includes(place)) return;
  draft.state.warned = [...draft.state.warned, place];
  printk(draft, message, why);
  printk(draft, `WARNING: ${place}`, why);
}

function interleave(draft: Draft, kind: MicroEventKind): void {
  const nth = (draft.counts.get(kind) ?? 0) + 1;
  draft.counts.set(kind, nth);
  const due = draft.waiting.filter(({ at }) => at.kind === kind && at.nth === nth);
  if (due.length === 0) return;
  draft.waiting = draft.waiting.filter((item) => !due.includes(item));
  for (const interleaving of due) runNested(draft, interleaving);
}

/** Performs another agent's operation inside this one. */
export function runNested(draft: Draft, interleaving: Interleaving): void {
  const { operation } = interleaving;
  const { actor, agent, faults, waiting } = draft;
  const firstEvent = draft.events.length;
  draft.waiting = [];
  draft.depth += 1;
  const result = draft.perform(draft, operation);
  draft.depth -= 1;
  draft.waiting = waiting;
  draft.actor = actor;
  draft.agent = agent;
  draft.faults = faults;
  draft.nested.set(interleaving, { operation, result, firstEvent, endEvent: draft.events.length });
}

export function setCpu(draft: Draft, cpu: number, change: Partial<Cpu>): void {
  const old = draft.state.cpus[cpu];
  if (old) draft.state.cpus = replaceAt(draft.state.cpus, cpu, { ...old, ...change });
}

export function setDevice(draft: Draft, device: number, change: Partial<Device>): void {
  const old = draft.state.devices[device];
  if (old) draft.state.devices = replaceAt(draft.state.devices, device, { ...old, ...change });
}

export function setBuffer(draft: Draft, buffer: number, change: Partial<Buffer>): void {
  const old = draft.state.buffers[buffer];
  if (old) draft.state.buffers = replaceAt(draft.state.buffers, buffer, { ...old, ...change });
}

export function setMapping(draft: Draft, id: number, change: Partial<DmaMapping>): void {
  draft.state.mappings = draft.state.mappings.map((m) => (m.id === id ? { ...m, ...change } : m));
}

export function setAttachment(draft: Draft, id: number, change: Partial<Attachment>): void {
  draft.state.attachments = draft.state.attachments.map((a) =>
    a.id === id ? { ...a, ...change } : a,
  );
}

export function setVma(draft: Draft, id: number, change: Partial<Vma>): void {
  draft.state.vmas = draft.state.vmas.map((v) => (v.id === id ? { ...v, ...change } : v));
}

/** Adds to the costs of the run. */
export function addCost(draft: Draft, cost: keyof Costs, amount: number): void {
  const { costs } = draft.state;
  draft.state.costs = { ...costs, [cost]: costs[cost] + amount };
}

/** A fresh id for a VMA, an attachment or a mapping. */
export function takeId(draft: Draft): number {
  const id = draft.state.nextId;
  draft.state.nextId = id + 1;
  return id;
}

/** A fresh write id. */
export function takeWriteId(draft: Draft): number {
  const id = draft.state.nextWrite;
  draft.state.nextWrite = id + 1;
  return id;
}
