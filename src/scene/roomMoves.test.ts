import { describe, expect, it } from 'vitest';
import { appendAll, createHistory } from '../history/history.ts';
import type { History } from '../history/history.ts';
import type { MicroEvent, MicroEventKind } from '../model/microEvent.ts';
import { platforms } from '../model/platforms/platforms.ts';
import { stateAt } from '../history/points.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { eventMotions } from './eventMotion.ts';
import { roomScene } from './roomScene.ts';
import type { RoomMove, RoomScene } from './roomTypes.ts';
import { usedParts } from './roomColumns.ts';

interface Shown {
  readonly event: MicroEvent;
  readonly scene: RoomScene;
  readonly where: string;
}

/** Every distinct way of every kind of micro-event in a run, with its picture. */
function shownIn(history: History, id: string, seen: Set<string>): readonly Shown[] {
  const keep = new Set(history.entries.flatMap(({ state }) => usedParts(state)));
  return history.entries.flatMap(({ events, input }, index) =>
    events.flatMap((event, at): readonly Shown[] => {
      const { kind, from, to, range } = event;
      const way = JSON.stringify([kind, from, to, range === null, id]);
      if (seen.has(way)) return [];
      seen.add(way);
      const cursor = { operation: index + 1, micro: at + 1 };
      const scene = roomScene(stateAt(history, cursor), {
        event,
        operation: input.operation,
        done: events.slice(0, at + 1),
        keep,
      });
      return [{ event, scene, where: `${id} ${index + 1}.${at + 1} ${event.kind}` }];
    }),
  );
}

const all: readonly Shown[] = scenarios.flatMap(({ id, text }) => {
  const { scenario } = parseScenario(text);
  if (!scenario) throw new Error(`${id} cannot be read`);
  const seen = new Set<string>();
  return platforms.flatMap((platform) => {
    const history = appendAll(createHistory(setupOf(scenario, platform.id)), inputsOf(scenario));
    return shownIn(history, `${id} on ${platform.id}`, seen);
  });
});

function keysOf({ columns }: RoomScene): ReadonlySet<string> {
  return new Set(columns.flatMap(({ key, parts }) => [key, ...parts.map((part) => part.key)]));
}

/** Bytes that no buffer has, or pages that it does not show, have no row to run along. */
const mayHaveNoRow: ReadonlySet<MicroEventKind> = new Set(['bounce.free', 'sgt.build']);

describe('every micro-event of the built-in scenarios on every platform', () => {
  it('is there at all', () => {
    expect(all.length).toBeGreaterThan(1000);
  });

  it('moves only from and to what the picture has', () => {
    const lost = all.flatMap(({ scene, where }) => {
      const keys = keysOf(scene);
      return scene.moves
        .flatMap(({ from, to, leaving, coming }) => [from, to, ...leaving, ...coming])
        .filter((key) => key !== null && !keys.has(key))
        .map((key) => `${where}: ${String(key)}`);
    });
    expect(lost).toEqual([]);
  });

  it('has a place in the picture where it moves something', () => {
    const unseen = all.filter(
      ({ event, scene }) =>
        eventMotions[event.kind].moves !== 'nothing' && scene.moves.length === 0,
    );
    expect(unseen.map(({ where }) => where)).toEqual([]);
  });

  it('moves nothing where its kind moves nothing', () => {
    const wrong = all.filter(
      ({ event, scene }) =>
        eventMotions[event.kind].moves === 'nothing' &&
        scene.moves.some(
          ({ kind, rows, pages, leaving, coming }) =>
            kind !== 'note' || [rows, pages, leaving, coming].some((keys) => keys.length > 0),
        ),
    );
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });

  it('runs along a row or a page where bytes or an entry go from one place to another', () => {
    const wrong = all.filter(({ event, scene }) => {
      const { moves } = eventMotions[event.kind];
      if ((moves !== 'data' && moves !== 'translation') || event.range === null) return false;
      const { comes, leaves, along } = eventMotions[event.kind];
      if (comes !== null || leaves !== null || along === 'heads') return false;
      return scene.moves.some(
        ({ tokens, from, to }) => from === null || to === null || tokens.length === 0,
      );
    });
    expect(
      wrong.filter(({ event }) => !mayHaveNoRow.has(event.kind)).map(({ where }) => where),
    ).toEqual([]);
  });
});

describe('where it is that', () => {
  const moveOf = (scenario: string, kind: MicroEventKind): RoomMove | undefined =>
    all.find(({ event, where }) => event.kind === kind && where.startsWith(`${scenario} on `))
      ?.scene.moves[0];

  // A process of CPU 0 stops another thread of its own on CPU 1 from using a page.
  it.each([
    ['an interrupt asks', 'shootdown', 'ipi.send', 'cpu:0', 'cpu:1'],
    ['its answer goes', 'shootdown', 'ipi.ack', 'cpu:1', 'cpu:0'],
    ['a doorbell rings', 'coherent-mapping', 'doorbell', 'cpu:0', 'device:0'],
    ['a store leaves', 'missed-clean', 'cpu.store', 'pte:app/0', 'cache:0'],
    ['a snoop asks', 'missed-clean', 'dma.snoop', 'device:0', 'cache:0'],
    ['a list is built', 'missed-clean', 'sgt.build', 'memory', 'sg:0'],
    ['a fork leads', 'fork-and-private', 'fork', 'process:app', 'process:child'],
    ['a page is copied', 'fork-and-private', 'page.copy', 'memory', 'copy:app/0'],
    ['an owner changes', 'missed-clean', 'owner.change', 'memory', 'device:0'],
  ] as const)('%s', (_, scenario, kind, from, to) => {
    expect(moveOf(scenario, kind)).toMatchObject({ from, to });
  });

  it('a cleared entry of a process takes its own copy of the page along', () => {
    const cleared = all.filter(
      ({ event, where }) => event.kind === 'pte.clear' && where.startsWith('fork-and-private'),
    );
    expect(
      cleared.flatMap(({ scene }) => scene.moves.map(({ leaving }) => leaving)),
    ).toContainEqual(['pte:app/0', 'copy:app/0']);
  });

  it('an acknowledged flush empties the TLB that was asked to', () => {
    expect(moveOf('shootdown', 'ipi.ack')?.leaving).toEqual(['tlb:1']);
    expect(moveOf('shootdown', 'tlb.flush')?.leaving).toEqual(['tlb:0']);
  });

  it('a fence tells whoever waits for it in the same operation', () => {
    const told = all.filter(({ event }) => event.kind === 'fence.signal');
    const waits = told.filter(({ scene }) => scene.moves.some(({ to }) => to !== null));
    expect(waits.length).toBeGreaterThan(0);
    for (const { scene, event } of waits)
      expect(scene.moves[0]?.from).not.toBe(scene.moves[0]?.to ?? event.label);
  });
});
