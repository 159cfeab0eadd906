/** Jobs, and who gets their fences. */
import fc from 'fast-check';
import type { Action } from '../../model/operation.ts';
import {
  byteValue,
  fdOf,
  nameOf,
  rangeOf,
  singleOf,
  type Weighted,
  weighted,
  type World,
} from './arbitraryWorld.ts';

const jobOf = (buffer: string): string => `j_${buffer}`;
const syncFileOf = (buffer: string): string => `s_${buffer}`;

/** What drivers queue, and engines do. */
export function jobActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const name = buffer.map(jobOf);
  const range = rangeOf(world, fc.oneof(weighted(4, buffer), weighted(1, buffer.map(singleOf))));
  const explicit = fc.oneof(weighted(3, fc.constant(false)), weighted(1, fc.boolean()));
  return [
    weighted(
      3,
      fc
        .tuple(name, range, explicit)
        .map(([n, r, e]): Action => ({ do: 'submitRead', name: n, ...r, explicit: e })),
    ),
    weighted(
      4,
      fc.tuple(name, range, byteValue, explicit).map(([n, r, value, e]): Action => ({
        ...{ do: 'submitWrite', name: n, ...r, value },
        explicit: e,
      })),
    ),
    weighted(
      1,
      fc
        .tuple(name, fc.oneof(weighted(4, buffer.map(syncFileOf)), weighted(1, buffer.map(fdOf))))
        .map(([n, fd]): Action => ({ do: 'submitWait', name: n, fd })),
    ),
    weighted(
      6,
      name.map((job): Action => ({ do: 'runJob', job })),
    ),
  ];
}

/** What processes get of jobs. */
export function fenceFdActions(world: World): Weighted<Action>[] {
  const device = fc.constantFrom(...world.devices.map((known) => known.name));
  return [
    weighted(
      1,
      fc.tuple(nameOf(world), nameOf(world), device).map(([b, c, d]): Action => ({
        ...{ do: 'fenceFd', name: syncFileOf(b), job: jobOf(c) },
        device: d,
      })),
    ),
  ];
}
