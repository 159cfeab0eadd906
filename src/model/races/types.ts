/** What is remembered to tell what is ordered and what is a race; kept in the state. */
import type { Clock } from './clock.ts';

/** An access that later ones are held against. */
export interface RaceAccess {
  readonly buffer: number;
  /** First byte and end, from the start of the buffer. */
  readonly start: number;
  readonly end: number;
  readonly isWrite: boolean;
  /** Value that was written; null for a read. */
  readonly value: number | null;
  /** Who did it: a process, `drivers`, or the engine of a device. */
  readonly who: string;
  /** When, by its own clock. */
  readonly time: number;
  /** Name of the job that did it; null where no job did. */
  readonly job: string | null;
}

/** What waiters of a buffer learn from the fences that have signaled on it. */
export interface BufferClocks {
  /** From writers. */
  readonly WRITE: Clock;
  /** From all. */
  readonly READ: Clock;
}

/** Begins with the first job: without jobs, one thing happens after the other. */
export interface RaceState {
  /** What each agent has seen. */
  readonly clocks: Readonly<Record<string, Clock>>;
  /** What had been seen when a job was queued, by the id of its fence. */
  readonly queued: Readonly<Record<number, Clock>>;
  /** What a fence tells who waits for it, by id, once it is signaled. */
  readonly signaled: Readonly<Record<number, Clock>>;
  /** By index of the buffer. */
  readonly buffers: Readonly<Record<number, BufferClocks>>;
  readonly accesses: readonly RaceAccess[];
  /** Job that an engine does at this moment; null between operations. */
  readonly running: { readonly name: string; readonly engine: string } | null;
}
