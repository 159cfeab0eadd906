/** What drivers call of the DMA API beside dma_map_single. */
import fc from 'fast-check';
import type { Action } from '../../model/operation.ts';
import type { StrayMemory } from '../../model/vocabulary/dmaApi.ts';
import {
  direction,
  nameOf,
  rangeOf,
  singleOf,
  type Weighted,
  weighted,
  type World,
} from './arbitraryWorld.ts';

const side = fc.constantFrom<('cpu' | 'device')[]>('cpu', 'device');
const optional = fc.option(direction, { freq: 2 });
const attrs = fc.oneof(
  weighted(6, fc.constant(0)),
  weighted(1, fc.constantFrom(0x2, 0x20, 0x100, 0x200, 0x220)),
);
const someBytes = fc.integer({ min: 1, max: 1024 });

/** Maps of pages, lists and registers, and their counterparts. */
function mapActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const mapping = buffer.map(singleOf);
  const length = fc.option(someBytes);
  const entries = fc.option(fc.integer({ min: 0, max: 4 }), { freq: 3 });
  const range = buffer.chain((base) =>
    fc.record({
      name: fc.constant(singleOf(base)),
      range: rangeOf(world, fc.constant(base)),
      direction,
    }),
  );
  return [
    weighted(
      1,
      fc
        .tuple(range, attrs)
        .map(([{ range: r, ...rest }, a]): Action => ({ do: 'mapPage', ...r, ...rest, attrs: a })),
    ),
    weighted(
      1,
      fc
        .record({ mapping, length, direction: optional, attrs })
        .map((all): Action => ({ do: 'unmapPage', ...all })),
    ),
    weighted(
      2,
      fc
        .tuple(range, attrs, fc.constantFrom(32, 256, 512, 4096))
        .map(([{ range: r, ...rest }, a, entry]): Action => ({
          do: 'mapSgList',
          ...r,
          ...rest,
          entry,
          attrs: a,
        })),
    ),
    weighted(
      2,
      fc
        .record({ mapping, entries, direction: optional, attrs })
        .map((all): Action => ({ do: 'unmapSgList', ...all })),
    ),
    weighted(
      2,
      fc
        .record({ to: side, mapping, entries, direction: optional })
        .map((all): Action => ({ do: 'syncSgList', ...all })),
    ),
    weighted(
      1,
      range.map(({ range: r, ...rest }): Action => ({ do: 'mapResource', ...r, ...rest })),
    ),
    weighted(
      1,
      fc
        .record({ mapping, length, direction: optional })
        .map((all): Action => ({ do: 'unmapResource', ...all })),
    ),
    weighted(
      1,
      mapping.map((name): Action => ({ do: 'checkMapping', mapping: name })),
    ),
  ];
}

/** What concerns the device, or no mapping at all. */
export function dmaApiActions(world: World): Weighted<Action>[] {
  const stray = fc.constantFrom<StrayMemory[]>('stack', 'vmalloc', 'text');
  return [
    ...mapActions(world),
    weighted(
      1,
      someBytes.map((size): Action => ({ do: 'setMaxSegSize', size })),
    ),
    weighted(
      1,
      fc.constantFrom(64, 256, 4096).map((size): Action => ({ do: 'setSegBoundary', size })),
    ),
    weighted(
      1,
      fc
        .record({ address: fc.constantFrom(-1, 0x2000000), length: someBytes, direction })
        .map((all): Action => ({ do: 'unmapAddress', ...all })),
    ),
    weighted(
      1,
      fc
        .record({ from: stray, length: someBytes, direction })
        .map((all): Action => ({ do: 'mapStray', ...all })),
    ),
    weighted(1, fc.constant<Action>({ do: 'bind' })),
  ];
}
