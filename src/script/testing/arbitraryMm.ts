/** Any action of `vocabulary/mm.ts`, by who can do it. */
import fc from 'fast-check';
import type { Action } from '../../model/operation.ts';
import {
  fdOf,
  mapOf,
  nameOf,
  rangeOf,
  type Weighted,
  weighted,
  type World,
} from './arbitraryWorld.ts';

const pageBytes = 256;

/** Bytes: whole pages mostly, else anything up to nonsense. */
const bytes = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }).map((pages) => pages * pageBytes) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2000 }) },
  { weight: 1, arbitrary: fc.constantFrom(-4096, 2 ** 46, -1) },
);

const page = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 }).map((index) => index * pageBytes) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 900 }) },
);

const mapFlags = fc.constantFrom(1, 1, 1, 2, 2, 3, 0x8001, 0x8002, 0);

function mapActions(world: World): fc.Arbitrary<Action> {
  const buffer = nameOf(world);
  const prot = fc.constantFrom(3, 3, 3, 1, 2, 0, 7);
  const fixed = fc.option(page, { freq: 4 });
  return fc.oneof(
    fc
      .tuple(buffer, bytes, page, prot, mapFlags, fixed)
      .map(([b, length, offset, rights, flags, at]): Action => ({
        ...{ do: 'mmapBytes', name: mapOf(b), fd: fdOf(b), length, offset, prot: rights },
        flags: at === null ? flags : flags | 0x10,
        where: at === null ? null : { base: mapOf(b), offset: at },
      })),
    fc
      .tuple(buffer, bytes, fc.constantFrom(0, 0, 1, 3, -1))
      .map(([b, length, pageOffset]): Action => ({
        ...{ do: 'dmaBufMmap', name: mapOf(b), buffer: b, length, pageOffset },
      })),
  );
}

function rangeActions(world: World): fc.Arbitrary<Action> {
  const range = fc
    .tuple(nameOf(world), page, bytes)
    .map(([b, offset, length]) => ({ at: { base: mapOf(b), offset }, length }));
  const number = fc.integer({ min: 0, max: 24 });
  return fc.oneof(
    range.map((r): Action => ({ do: 'munmapBytes', ...r })),
    fc.tuple(range, fc.integer({ min: 0, max: 7 })).map(([r, prot]): Action => ({
      ...{ do: 'mprotect', ...r, prot },
    })),
    fc.tuple(range, number).map(([r, advice]): Action => ({ do: 'madvise', ...r, advice })),
    fc.tuple(range, fc.integer({ min: 0, max: 7 })).map(([r, flags]): Action => ({
      ...{ do: 'msync', ...r, flags },
    })),
    range.map((r): Action => ({ do: 'mlock', ...r })),
    range.map((r): Action => ({ do: 'mincore', ...r })),
    fc
      .tuple(range, bytes, fc.constantFrom(0, 1, 1, 2, 5))
      .map(([{ at, length }, newLength, flags]): Action => ({
        ...{ do: 'mremap', at, oldLength: length, newLength, flags },
      })),
  );
}

/** Of processes. */
export function mmThreadActions(world: World): Weighted<Action>[] {
  return [
    weighted(2, mapActions(world)),
    weighted(5, rangeActions(world)),
    weighted(1, fc.constant<Action>({ do: 'fork', name: 'child' })),
  ];
}

/** Of kernel code. */
export function mmKernelActions(world: World): Weighted<Action>[] {
  const range = rangeOf(world, nameOf(world));
  return [
    weighted(
      1,
      range.map((r): Action => ({ do: 'zapShared', ...r })),
    ),
  ];
}
