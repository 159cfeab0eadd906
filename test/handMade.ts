/** Parts of states made by hand for tests of the pictures, for the platform of `sampleState.ts`. */
import type { Cpu, Frame, Line, Pte, State, Vma } from '../src/model/state.ts';
import { stateWith } from './sampleState.ts';

export function handPte(frame: number | null, copy?: Pte['copy']): Pte {
  const state = frame === null ? 'absent' : 'present.writable';
  return { state, frame, ...(copy === undefined ? {} : { copy }) };
}

/** A mapping of buffer 0 by `app`. */
export function handVma(
  id: number,
  name: string,
  ptes: readonly Pte[],
  more: Partial<Vma> = {},
): Vma {
  return {
    id,
    name,
    process: 'app',
    buffer: 0,
    address: 0x7f30_0000 + 0x1000 * id,
    pageOffset: 0,
    readable: true,
    writable: true,
    executable: false,
    private: false,
    mayWrite: true,
    hasCopies: false,
    advice: [],
    type: 'WB',
    ptes,
    ...more,
  };
}

const { pageSize, lineSize } = stateWith({}).setup.platform;

/** A letter as write 5 by the CPU stores it; an empty text: never written. */
export function handCell(letter: string): number {
  return letter === '' ? 0 : (5 * 32 + 1) * 256 + letter.charCodeAt(0);
}

export function handLine(letter: string): Line {
  return Array.from({ length: lineSize }, () => handCell(letter));
}

export function handFrame(pfn: number, letter: string): Frame {
  const lines = Array.from({ length: pageSize / lineSize }, () => handLine(letter));
  return { pfn, lines, newest: lines };
}

export const idleCpu: Cpu = { sets: [], tlb: [], wc: [] };

/** A machine with one CPU on which `app` runs, and three frames: two of the buffer, one with `C`. */
export function handMade(part: Partial<State>): State {
  return stateWith({
    frames: [handFrame(0x10, ''), handFrame(0x11, ''), handFrame(0x99, 'C')],
    cpus: [idleCpu],
    processes: [{ name: 'app', cpus: [0], fds: [] }],
    ...part,
  });
}

/** The machine with caches that tag by virtual address. */
export function virtuallyTagged(part: Partial<State>): State {
  const { setup, ...state } = handMade(part);
  return { ...state, setup: { ...setup, platform: { ...setup.platform, cacheTags: 'vivt' } } };
}
