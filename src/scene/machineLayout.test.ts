/** The stored layouts: current, complete, and with labels that can be read. */
import { describe, expect, it } from 'vitest';
import { drawnMachines as machines } from '../model/machines/drawnMachines.ts';
import stored from './generated/machineLayouts.json' with { type: 'json' };
import { machineGraph } from './machineGraph.ts';
import { layoutMachine, overlap } from './machineLayout.ts';
import type { LaidBox } from './machineLayout.ts';

/** Pairs of boxes that lie over each other. */
function collisions(boxes: readonly LaidBox[]): readonly string[] {
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.id} over ${b.id}`] : [])),
  );
}

describe.each(Object.values(machines))('$id', (definition) => {
  const layout = stored[definition.id];
  const graph = machineGraph(definition);

  it('is stored as it is computed (npm run layouts)', () => {
    expect(layout).toEqual(layoutMachine(definition));
  });

  it('has a place for every state, group and arrow, in their order', () => {
    expect(layout.nodes.map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id));
    expect(layout.groups.map(({ id }) => id)).toEqual(graph.groups.map(({ id }) => id));
    expect(layout.edges.map(({ id }) => id)).toEqual(graph.edges.map(({ id }) => id));
  });

  it('lets no label lie over another, over a state or over a group’s title', () => {
    const titles = layout.groups.map(({ title }) => title);
    expect(
      collisions([...layout.nodes, ...layout.edges.map(({ label }) => label), ...titles]),
    ).toEqual([]);
  });

  it('stays inside the picture', () => {
    for (const { x, y, width, height } of [
      ...layout.nodes,
      ...layout.edges.map(({ label }) => label),
      ...layout.groups.map(({ title }) => title),
    ]) {
      expect(x - width / 2).toBeGreaterThanOrEqual(0);
      expect(y - height / 2).toBeGreaterThanOrEqual(0);
      expect(x + width / 2).toBeLessThanOrEqual(layout.width);
      expect(y + height / 2).toBeLessThanOrEqual(layout.height);
    }
  });

  it('shows every legal transition of the table once: as an arrow, or in its state’s box', () => {
    const drawn: string[] = [];
    for (const { id, stays, ends } of graph.nodes) {
      drawn.push(...stays.map((event) => `${id} ${event} ${id}`));
      drawn.push(...ends.map((event) => `${id} ${event} ${graph.initial}`));
    }
    for (const { from, to, events } of graph.edges) {
      // An arrow of a group stands for those of its states that do not say otherwise.
      const sources = graph.nodes.filter(({ id, group }) => id === from || group === from);
      for (const event of events) {
        for (const { id } of sources) {
          if (definition.table.rows.get(id)?.get(event) === to) drawn.push(`${id} ${event} ${to}`);
        }
      }
    }
    const legal = [...definition.table.rows].flatMap(([state, row]) =>
      [...row].flatMap(([event, to]) =>
        definition.words.events[event]?.afterBrokenRule ? [] : [`${state} ${event} ${to}`],
      ),
    );
    expect(drawn.toSorted()).toEqual(legal.toSorted());
  });
});
