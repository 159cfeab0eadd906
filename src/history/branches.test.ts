import { describe, expect, it } from 'vitest';
import type { Agent, Operation, StepInput } from '../model/operation.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import type { Setup } from '../model/setup.ts';
import { doOperation, replayBranch, type Deed } from './branches.ts';
import {
  branchNameLimit,
  createTree,
  deleteBranch,
  findBranch,
  forksToCurrent,
  inputsOfBranch,
  pathTo,
  renameBranch,
  scriptBranch,
  switchBranch,
  treeWithForks,
} from './tree.ts';
import { afterOperation, startCursor } from './cursor.ts';
import { runAll } from './history.ts';
import { stateAt } from './points.ts';

const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };

function write(value: number): Operation {
  return {
    agent: kernel,
    action: { do: 'write', at: { base: 'frame', offset: 0 }, length: 64, value },
  };
}

const map: Operation = {
  agent: gpu,
  action: {
    do: 'mapSingle',
    name: 'm',
    at: { base: 'frame', offset: 0 },
    length: 128,
    direction: 'TO_DEVICE',
    skipCpuSync: false,
  },
};

function setup(): Setup {
  const platform = findPlatform('arm64');
  if (!platform) throw new Error('no arm64');
  return {
    platform,
    buffers: [
      {
        name: 'frame',
        pages: 1,
        exporter: 'gem',
        mmap: 'none',
        coherentType: 'WC',
        content: { base: 0, cell: 64, period: 4 },
        high: false,
        contiguous: true,
      },
    ],
    devices: [{ name: 'gpu', importer: 'map-per-dma', coherent: false, dmaBits: 64 }],
  };
}

const input = (operation: Operation): StepInput => ({ operation, meanwhile: [] });
const script = [write(1), map, write(2)].map(input);

function start(): Deed {
  return { tree: createTree(script), history: runAll(setup(), script), cursor: startCursor };
}

function values(deed: Deed): (number | string)[] {
  return deed.history.entries.map(({ input: { operation } }) =>
    operation.action.do === 'write' ? operation.action.value : operation.action.do,
  );
}

describe('doing something else', () => {
  it('forks between operations and leaves the rest of the script undone', () => {
    const { tree, history } = start();
    const deed = doOperation(tree, history, afterOperation(1), write(7));
    expect(values(deed)).toEqual([1, 7]);
    expect(deed.cursor).toEqual(afterOperation(2));
    expect(deed.tree.current).toBe('fork-1');
    expect(findBranch(deed.tree, 'fork-1')).toMatchObject({
      parent: scriptBranch,
      at: afterOperation(1),
      name: 'fork 1',
    });
    expect(inputsOfBranch(deed.tree, scriptBranch)).toEqual(script);
  });

  it('goes on at the end of a fork, and forks again anywhere else', () => {
    const { tree, history } = start();
    const one = doOperation(tree, history, afterOperation(1), write(7));
    const two = doOperation(one.tree, one.history, one.cursor, write(8));
    expect(values(two)).toEqual([1, 7, 8]);
    expect(two.tree.branches).toHaveLength(2);
    const three = doOperation(two.tree, two.history, afterOperation(2), write(9));
    expect(values(three)).toEqual([1, 7, 9]);
    expect(pathTo(three.tree, three.tree.current).map(({ id }) => id)).toEqual([
      'script',
      'fork-1',
      'fork-2',
    ]);
    expect(
      values({ ...three, history: replayBranch(three.tree, 'fork-1', three.history) }),
    ).toEqual([1, 7, 8]);
  });

  it('forks at the end of the script too', () => {
    const { tree, history } = start();
    const deed = doOperation(tree, history, afterOperation(3), write(7));
    expect(deed.tree.current).toBe('fork-1');
    expect(values(deed)).toEqual([1, 'mapSingle', 2, 7]);
  });

  it('forks inside an operation, which then is finished', () => {
    const { tree, history } = start();
    const at = { operation: 2, micro: 1 };
    const deed = doOperation(tree, history, at, write(7));
    const entry = deed.history.entries[1];
    expect(deed.history.entries).toHaveLength(2);
    expect(entry?.input.operation).toEqual(map);
    expect(entry?.input.meanwhile.map(({ operation }) => operation)).toEqual([write(7)]);
    expect(entry?.nested[0]?.firstEvent).toBe(1);
    expect(entry?.events[0]).toEqual(history.entries[1]?.events[0]);
    expect(deed.cursor).toEqual({ operation: 2, micro: entry?.nested[0]?.endEvent });
    expect(stateAt(deed.history, at)).toEqual(stateAt(history, at));
    const again = doOperation(deed.tree, deed.history, deed.cursor, write(8));
    expect(again.tree.branches).toHaveLength(2);
    expect(again.history.entries[1]?.input.meanwhile).toHaveLength(2);
    expect(again.history.entries[1]?.nested[1]?.firstEvent).toBe(entry?.nested[0]?.endEvent);
  });

  it('leaves out what would have happened inside the operation later', () => {
    const later = { at: { kind: 'owner.change', nth: 1 }, operation: write(5) } as const;
    const inputs: StepInput[] = [{ operation: map, meanwhile: [later] }];
    const history = runAll(setup(), inputs);
    expect(history.entries[0]?.nested[0]?.firstEvent).toBeGreaterThan(1);
    const deed = doOperation(createTree(inputs), history, { operation: 1, micro: 1 }, write(7));
    expect(deed.history.entries[0]?.input.meanwhile.map((m) => m.operation)).toEqual([write(7)]);
  });
});

describe('a tree of branches', () => {
  const grown = () => {
    const { tree, history } = start();
    const one = doOperation(tree, history, afterOperation(1), write(7));
    const two = doOperation(one.tree, one.history, afterOperation(1), write(8));
    return two;
  };

  it('can be left and found again', () => {
    const { tree, history } = grown();
    const back = switchBranch(tree, scriptBranch);
    expect(back.current).toBe(scriptBranch);
    expect(replayBranch(back, scriptBranch, history)).toEqual(runAll(setup(), script));
    expect(switchBranch(back, 'fork-2').current).toBe('fork-2');
    expect(switchBranch(back, 'no such branch')).toBe(back);
  });

  it('names its forks', () => {
    const { tree } = grown();
    const nameOf = (name: string) => findBranch(renameBranch(tree, 'fork-1', name), 'fork-1')?.name;
    expect(nameOf('  too\n early ')).toBe('too early');
    expect(nameOf(' \n ')).toBe('fork 1');
    expect(nameOf('x'.repeat(500))).toHaveLength(branchNameLimit);
    expect(renameBranch(tree, scriptBranch, 'mine')).toBe(tree);
  });

  it('deletes a fork with all that forks from it', () => {
    const { tree } = grown();
    const gone = deleteBranch(tree, 'fork-1');
    expect(gone.branches.map(({ id }) => id)).toEqual(['script']);
    expect(gone.current).toBe('script');
    expect(deleteBranch(tree, 'fork-2').current).toBe('fork-1');
    expect(deleteBranch(tree, scriptBranch)).toBe(tree);
  });

  it('comes back from the chain that a link carries', () => {
    const { tree } = grown();
    const copy = treeWithForks(script, forksToCurrent(tree));
    expect(inputsOfBranch(copy, copy.current)).toEqual(inputsOfBranch(tree, tree.current));
    expect(copy).toEqual(tree);
  });

  it('brings a fork that begins beyond the script back to its end', () => {
    const copy = treeWithForks(script, [
      { name: 'late', at: { operation: 50, micro: 2 }, inputs: [input(write(9))] },
    ]);
    expect(inputsOfBranch(copy, copy.current)).toEqual([...script, input(write(9))]);
  });
});

describe('doing something at any point of a run', () => {
  const inner = {
    agent: gpu,
    action: { do: 'dmaWrite', at: { base: 'm', offset: 0 }, length: 64, value: 9, snoop: null },
  } as const;
  const inputs: StepInput[] = [
    input(write(1)),
    {
      operation: map,
      meanwhile: [
        { at: { kind: 'call', nth: 2 }, operation: write(3) },
        { at: { kind: 'pte.fault', nth: 1 }, operation: write(4) },
      ],
    },
    input(inner),
  ];

  it('keeps what happened before it, and does it next', () => {
    const history = runAll(setup(), inputs);
    const tree = createTree(inputs);
    history.entries.forEach((entry, index) => {
      for (let micro = 1; micro < entry.events.length; micro++) {
        const at = { operation: index + 1, micro };
        const deed = doOperation(tree, history, at, write(7));
        const again = deed.history.entries[index];
        const done = again?.nested.at(-1);
        expect(done?.operation).toEqual(write(7));
        expect(again?.events.slice(0, micro)).toEqual(entry.events.slice(0, micro));
        const isUnderWay = entry.nested.some((n) => n.firstEvent < micro && micro < n.endEvent);
        if (!isUnderWay) expect(done?.firstEvent, `${index + 1}.${micro}`).toBe(micro);
        expect(deed.cursor.micro ?? again?.events.length).toBe(done?.endEvent);
      }
    });
  });
});
