/**
 * The recordings hold some thousand sequences; here any sequence at all is held against the rules of
 * swiotlb in their shortest form: a bounced mapping is a second array of bytes, and calls copy.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../../../model/operation.ts';
import type { Run } from '../compareRuns.ts';
import type { Env } from '../recordedMachine.ts';
import { pageBytes, type RecordedOp, type ValueRecord } from './record.ts';
import { replayRecord } from './replay.ts';

const directions: readonly Direction[] = ['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE'];

/** A mapping as the rules know it; `slot` is what the device sees where it bounces. */
interface Mapping {
  readonly dev: number;
  readonly off: number;
  readonly len: number;
  readonly dir: Direction;
  readonly slot: Uint8Array | null;
  live: boolean;
}

function runsOf(bytes: Uint8Array): Run[] {
  return [...bytes].map((value) => ({ value, count: 1 }));
}

/** Random choices that become a record as the rules answer them. */
interface Choice {
  readonly kind: number;
  readonly m: number;
  readonly a: number;
  readonly b: number;
  readonly dir: Direction;
  readonly flag: boolean;
}

const someChoice: fc.Arbitrary<Choice> = fc.record({
  kind: fc.nat(9),
  m: fc.nat(2),
  a: fc.nat(4 * pageBytes),
  b: fc.oneof(fc.constantFrom(0, 63, 127, 2047, 4095), fc.nat(4 * pageBytes)),
  dir: fc.constantFrom(...directions),
  flag: fc.boolean(),
});

class Rules {
  readonly ops: RecordedOp[] = [];
  readonly mappings = new Map<number, Mapping>();
  readonly buffer: Uint8Array;
  private readonly env: Env;
  private mapsAfter = new Map<number, boolean>();

  constructor(env: Env, pages: number) {
    this.env = env;
    this.buffer = Uint8Array.from(
      { length: pages * pageBytes },
      (_, i) => 1 + (Math.floor(i / 1024) % 16),
    );
  }

  do(choice: Choice): void {
    const { kind, m, flag } = choice;
    const mapping = this.mappings.get(m);
    if (kind <= 1) this.cpu(choice);
    else if (!mapping?.live && kind <= 4) this.map(choice);
    else if (!mapping || (!mapping.live && this.mapsAfter.get(m))) this.cpu(choice);
    else if (kind <= 5) this.device(choice, mapping);
    else if (kind <= 8) this.sync(choice, mapping);
    else if (mapping.live) this.unmap(choice, mapping);
    else this.sync({ ...choice, kind: flag ? 6 : 7 }, mapping);
  }

  private within({ a, b }: Choice, size: number): { off: number; len: number } {
    const off = a % size;
    return { off, len: 1 + (b % (size - off)) };
  }

  private cpu(choice: Choice): void {
    const { off, len } = this.within(choice, this.buffer.length);
    if (choice.flag) {
      this.ops.push({ op: 'cpu_read', off, len, got: runsOf(this.buffer.slice(off, off + len)) });
      return;
    }
    const val = choice.a % 256;
    this.buffer.fill(val, off, off + len);
    this.ops.push({ op: 'cpu_write', off, len, val });
  }

  private map(choice: Choice): void {
    const { m, dir, flag } = choice;
    const { off, len } = this.within(choice, this.buffer.length);
    const dev = choice.a % 3;
    const bounced = this.env === 'swiotlb=force' || (this.env === 'mixed' && dev === 1);
    const slot = bounced ? this.buffer.slice(off, off + len) : null;
    this.mappings.set(m, { dev, off, len, dir, slot, live: true });
    this.mapsAfter = new Map([...this.mappings.keys()].map((other) => [other, other !== m]));
    this.ops.push({ op: 'map', m, dev, off, len, dir, skipCpuSync: flag, bounced });
  }

  private behind({ off, len, slot }: Mapping): Uint8Array {
    return slot ?? this.buffer.subarray(off, off + len);
  }

  private device(choice: Choice, mapping: Mapping): void {
    const { m } = choice;
    const { off, len } = this.within(choice, mapping.len);
    const bytes = this.behind(mapping);
    if (choice.flag) {
      this.ops.push({ op: 'dev_read', m, off, len, got: runsOf(bytes.slice(off, off + len)) });
      return;
    }
    const val = choice.b % 256;
    bytes.fill(val, off, off + len);
    this.ops.push({ op: 'dev_write', m, off, len, val });
  }

  private sync(choice: Choice, mapping: Mapping): void {
    const { m, dir, kind } = choice;
    const off = choice.a % mapping.len;
    const len = 1 + (choice.b % (mapping.len + 64));
    const end = Math.min(off + len, mapping.len);
    const { slot } = mapping;
    const op = kind % 2 === 0 ? 'sync_for_cpu' : 'sync_for_device';
    this.ops.push({ op, m, off, len, dir });
    if (!slot || !mapping.live) return;
    if (op === 'sync_for_cpu' && dir !== 'TO_DEVICE') {
      this.buffer.set(slot.subarray(off, end), mapping.off + off);
    }
    if (op === 'sync_for_device' && dir !== 'FROM_DEVICE') {
      slot.set(this.buffer.subarray(mapping.off + off, mapping.off + end), off);
    }
  }

  private unmap(choice: Choice, mapping: Mapping): void {
    const { m, a, b, flag } = choice;
    const dir = a % 4 === 0 ? choice.dir : null;
    const len = b % 4 === 0 ? 1 + (a % (mapping.len + 64)) : null;
    const skipCpuSync = flag && a % 3 === 0;
    this.ops.push({ op: 'unmap', m, len, dir, skipCpuSync });
    mapping.live = false;
    if (!mapping.slot || skipCpuSync || (dir ?? mapping.dir) === 'TO_DEVICE') return;
    this.buffer.set(mapping.slot.subarray(0, len ?? mapping.len), mapping.off);
  }

  record(pages: number): ValueRecord {
    const finalDevices = [...this.mappings]
      .filter(([m, { live }]) => live || !this.mapsAfter.get(m))
      .map(([m, mapping]) => ({ m, runs: runsOf(this.behind(mapping)) }));
    const init = { base: 1, cell: 1024, period: 16 };
    const finalCpu = runsOf(this.buffer);
    return { id: 'any', env: this.env, pages, init, ops: this.ops, finalCpu, finalDevices };
  }
}

describe('any sequence of streaming DMA', () => {
  it.each<Env>(['direct', 'swiotlb=force', 'mixed'])(
    'does in the model what the rules say: %s',
    (env) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 3 }),
          fc.array(someChoice, { minLength: 4, maxLength: 24 }),
          (pages, choices) => {
            const rules = new Rules(env, pages);
            for (const each of choices) rules.do(each);
            expect(replayRecord(rules.record(pages))).toEqual([]);
          },
        ),
        { numRuns: 100 },
      );
    },
  );
});
