import { describe, expect, it } from 'vitest';
import { findScenario } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { printCursor, startCursor } from './cursor.ts';
import { runAll } from './history.ts';
import { eventAt } from './points.ts';
import { nextHit, type Stop } from './stops.ts';

const text = `title Two writes
platform arm64 cpus=1 page=512
buffer frame pages=2 exporter=gem mmap=none
device gpu importer=map-per-dma

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: write p+0 64 A
gpu: import fd
gpu: map frame TO_DEVICE
app@cpu0: write p+64 128 B
gpu: unmap frame
app@cpu0: write p+0 64 C
`;

function run() {
  const { scenario } = parseScenario(text);
  if (!scenario) throw new Error('the script cannot be read');
  return runAll(setupOf(scenario), inputsOf(scenario));
}

const history = run();

/** Operations in which a stop is hit, from the beginning. */
function hits(...stops: readonly Stop[]): readonly number[] {
  const found: number[] = [];
  for (let at = startCursor; ;) {
    const hit = nextHit(history, stops, at);
    if (!hit) return found;
    found.push(hit.cursor.operation);
    at = hit.cursor;
  }
}

describe('the next hit of a stop', () => {
  it('is the end of the operation with its number, and none beyond the run', () => {
    expect(hits({ kind: 'operation', operation: 5 })).toEqual([5]);
    expect(hits({ kind: 'operation', operation: 9 })).toEqual([]);
  });

  it('is each write to the byte, and no write to another', () => {
    expect(hits({ kind: 'byte', buffer: 'frame', offset: 63 })).toEqual([3, 8]);
    expect(hits({ kind: 'byte', buffer: 'frame', offset: 64 })).toEqual([6]);
    // The line of bytes 128 to 191 is the second of that write.
    expect(hits({ kind: 'byte', buffer: 'frame', offset: 191 })).toEqual([6]);
    expect(hits({ kind: 'byte', buffer: 'frame', offset: 192 })).toEqual([]);
    expect(hits({ kind: 'byte', buffer: 'frame', offset: 9999 })).toEqual([]);
    expect(hits({ kind: 'byte', buffer: 'none', offset: 0 })).toEqual([]);
  });

  it('stands just after the micro-event that writes', () => {
    const hit = nextHit(history, [{ kind: 'byte', buffer: 'frame', offset: 128 }], startCursor);
    const done = hit ? eventAt(history, hit.cursor) : undefined;
    expect(done?.kind).toBe('cpu.store');
    expect(done?.range).toMatchObject({ buffer: 0, start: 128 });
  });

  it('is each hand-over, and each broken rule of the class', () => {
    // Mapped at 5, contested by the write at 6, unmapped at 7.
    expect(hits({ kind: 'owner' })).toEqual([5, 6, 7]);
    // One violation an access, however many lines it touches.
    expect(hits({ kind: 'class', class: 'ownership' })).toEqual([6]);
    expect(hits({ kind: 'class', class: 'race' })).toEqual([]);
  });

  it('is the nearest of several', () => {
    const hit = nextHit(
      history,
      [
        { kind: 'class', class: 'ownership' },
        { kind: 'operation', operation: 4 },
      ],
      startCursor,
    );
    expect(hit?.stop.kind).toBe('operation');
    expect(hit && printCursor(hit.cursor)).toBe('4');
  });
});

describe('a built-in scenario', () => {
  it('can be walked by its effects', () => {
    const entry = findScenario('missed-clean');
    const { scenario } = parseScenario(entry?.text ?? '');
    if (!scenario) throw new Error('missed-clean cannot be read');
    const own = runAll(setupOf(scenario), inputsOf(scenario));
    const hit = nextHit(own, [{ kind: 'class', class: 'effect' }], startCursor);
    expect(own.entries[(hit?.cursor.operation ?? 0) - 1]?.violations.map((v) => v.class)).toContain(
      'effect',
    );
  });
});
