/** Recorded calls on address ranges, and touches of a byte. */
import type { Location } from '../../../model/operation.ts';
import type { Reader } from '../reader.ts';
import { advices, mapFlags, msyncFlags, protections, readBits, remapFlags } from './bits.ts';
import { takes } from './fileSteps.ts';
import { asks, byte, calls, type Done, failureOf, type Planned, type Planner } from './planned.ts';
import type { World } from './world.ts';

/** A range of a mapping: `map`, `at`, `length`. */
function rangeOf(args: Reader, world: World): { at: Location; length: number } {
  return { at: placeOf(args, world), length: args.at('length').wide() };
}

function placeOf(args: Reader, world: World): Location {
  return { base: world.map(args.at('map')), offset: args.at('at').wide() };
}

const textOf = ({ entries }: Done): string | null => {
  const event = entries.at(-1)?.events.findLast(({ kind }) => kind === 'mm.answer');
  return event ? String(event.facts['answer']) : null;
};

function mmap(args: Reader, world: World): Planned {
  takes(args, ['map', 'at', 'fd', 'length', 'prot', 'flags', 'offset']);
  const place = args.optional('at');
  const where = place
    ? { base: world.map(place.at('map')), offset: place.at('offset').wide() }
    : null;
  const slot = args.optional('map');
  return calls([
    {
      do: 'mmapBytes',
      name: slot ? world.map(slot) : world.fixedMap(),
      fd: world.fd(args.at('fd')),
      length: args.at('length').wide(),
      offset: args.at('offset').wide(),
      prot: readBits(args.at('prot'), protections),
      flags: readBits(args.at('flags'), mapFlags),
      where,
    },
  ]);
}

function helperMmap(args: Reader, world: World): Planned {
  takes(args, ['length', 'pgoff', 'map']);
  const pageOffset = args.optional('pgoff')?.wide() ?? world.helperOffset;
  const slot = args.optional('map');
  const name = slot ? world.map(slot) : 'p0';
  const length = args.at('length').wide();
  return calls([{ do: 'dmaBufMmap', name, buffer: world.buffer(), length, pageOffset }]);
}

/** A mapping that stays where it is, or goes to another address. */
function remapped(done: Done): string | null {
  if (failureOf(done) !== null) return null;
  const moved = done.entries.at(-1)?.events.some(({ kind }) => kind === 'vma.move') ?? false;
  return moved ? 'moved' : 'same address';
}

const touchRead: Planner = (args, world) => {
  takes(args, ['map', 'at']);
  return calls([{ do: 'read', at: placeOf(args, world), length: 1 }], { ret: byte });
};

export const mapSteps: Readonly<Record<string, Planner>> = {
  mmap,
  'mmap(helper device) -> dma_buf_mmap': helperMmap,
  'kernel:dma_buf_mmap result': (args) => {
    takes(args, []);
    return asks(({ last }) => failureOf({ entries: last ? [last] : [], last }) ?? '0');
  },
  munmap: (args, world) => {
    takes(args, ['map', 'at', 'length']);
    return calls([{ do: 'munmapBytes', ...rangeOf(args, world) }]);
  },
  mprotect: (args, world) => {
    takes(args, ['map', 'at', 'length', 'prot']);
    const prot = readBits(args.at('prot'), protections);
    return calls([{ do: 'mprotect', prot, ...rangeOf(args, world) }]);
  },
  madvise: (args, world) => {
    takes(args, ['map', 'at', 'length', 'advice']);
    const advice = readBits(args.at('advice'), advices);
    return calls([{ do: 'madvise', advice, ...rangeOf(args, world) }]);
  },
  mremap: (args, world) => {
    takes(args, ['map', 'at', 'old_length', 'new_length', 'flags']);
    const action = {
      do: 'mremap',
      at: placeOf(args, world),
      oldLength: args.at('old_length').wide(),
      newLength: args.at('new_length').wide(),
      flags: readBits(args.at('flags'), remapFlags),
    } as const;
    return calls([action], { info: remapped });
  },
  msync: (args, world) => {
    takes(args, ['map', 'at', 'length', 'flags']);
    const flags = readBits(args.at('flags'), msyncFlags);
    return calls([{ do: 'msync', flags, ...rangeOf(args, world) }]);
  },
  mlock: (args, world) => {
    takes(args, ['map', 'at', 'length']);
    return calls([{ do: 'mlock', ...rangeOf(args, world) }]);
  },
  mincore: (args, world) => {
    takes(args, ['map', 'at', 'length']);
    return calls([{ do: 'mincore', ...rangeOf(args, world) }], { info: textOf });
  },
  touch_read: touchRead,
  touch_write: (args, world) => {
    takes(args, ['map', 'at', 'value']);
    const value = args.at('value').integer(0, 255);
    return calls([{ do: 'write', at: placeOf(args, world), length: 1, value }]);
  },
  // The kernel reads the memory for the process: what would be a signal is an error then.
  'write(pipe)': (args, world) => {
    takes(args, ['map', 'at', 'length']);
    const { at, length } = rangeOf(args, world);
    return calls([{ do: 'read', at, length }], {
      ret: (done) => (failureOf(done) === null ? String(length) : '-EFAULT'),
    });
  },
};
