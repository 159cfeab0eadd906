import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../script/parse.ts';
import { stepInputOf } from '../script/setupOf.ts';
import type { ForkStep } from './tree.ts';
import { printForks } from './forkText.ts';
import { decodeLink, encodeLink } from './link.ts';
import { emptyLink } from './linkFormat.ts';
import { forkDepthLimit, parseForks } from './parseForks.ts';

const declarations = `platform  arm64
buffer    frame pages=2 exporter=gem mmap=shootdown
device    gpu   importer=map-per-dma
`;

const operations = [
  'app@cpu0: fd = export frame',
  'viewer@cpu1: g = receive fd from app',
  'app@cpu0: p = mmap fd',
  'gpu: import fd',
  'app@cpu1: write p+64 64 D',
  'app@cpu0: read p+128 32',
  'gpu: map frame TO_DEVICE',
  'gpu: map frame FROM_DEVICE',
  'gpu: dma read frame+0 64',
  'gpu: dma write frame+512 128 7',
  'gpu: unmap frame',
  'app@cpu0: sync fd START READ|WRITE',
  'app@cpu0: sync fd END WRITE',
  'kernel@cpu1: invalidate frame+0 64',
  'cpu1: evict p+0',
  'gpu: m0 = dma_map_single frame+64 256 BIDIRECTIONAL SKIP_CPU_SYNC',
];
const points = ['ipi.send', 'call#3', 'cache.writeback#12'];

function scenarioOf(lines: readonly string[]) {
  const { scenario, diagnostics } = parseScenario(`${declarations}\n${lines.join('\n')}\n`);
  if (!scenario) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

const scenario = scenarioOf(Array.from({ length: 20 }, () => 'app@cpu0: barrier'));

function inputsOf(lines: readonly string[]) {
  const { forks, wrong } = parseForks(`@1\n${lines.join('\n')}`, scenario);
  if (wrong !== null) throw new Error(wrong);
  return forks.flatMap((fork) => fork.inputs);
}

const lines = fc
  .array(
    fc.record({
      operation: fc.constantFrom(...operations),
      inside: fc.array(
        fc.record({
          operation: fc.constantFrom(...operations),
          point: fc.constantFrom(...points),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((steps) =>
    steps.flatMap(({ operation, inside }) => [
      operation,
      ...inside.map((inner) => `${inner.operation} during ${inner.point}`),
    ]),
  );
const forks = fc.array(
  fc.record({
    name: fc.constantFrom('', 'fork 1', 'a @ name', 'zu früh'),
    at: fc.record({
      operation: fc.integer({ min: 1, max: 99 }),
      micro: fc.option(fc.integer({ min: 1, max: 99 })),
    }),
    inputs: lines.map(inputsOf),
  }),
  { minLength: 1, maxLength: 4 },
);

/** The chain with each fork beginning within what it leaves. */
function fitted(chain: readonly ForkStep[]): ForkStep[] {
  let length = scenario.steps.length;
  return chain.map((fork) => {
    // Inside an operation, that operation is the first of the fork's own: there is at least one.
    const micro = fork.inputs.length === 0 ? null : fork.at.micro;
    const at = { operation: Math.max(1, Math.min(fork.at.operation, length)), micro };
    length = (at.micro === null ? at.operation : at.operation - 1) + fork.inputs.length;
    return { ...fork, at };
  });
}

describe('forks as text', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(forks.map(fitted), (chain) => {
        expect(parseForks(printForks(chain), scenario)).toEqual({ forks: chain, wrong: null });
      }),
    );
  });

  it('say where they come back to what they leave, and are read back', () => {
    const script = scenario.steps.map(stepInputOf);
    const [unmap] = inputsOf(['gpu: unmap frame']);
    if (!unmap) throw new Error('no operation');
    const at = { operation: 6, micro: null };
    const chain: readonly ForkStep[] = [
      { name: 'fix', at, inputs: [unmap, ...script.slice(6)] },
      // The first fork has 21 operations; this one leaves out its seventh, and changes the tenth.
      { name: 'on', at, inputs: [...script.slice(7, 10), unmap, ...script.slice(10)] },
    ];
    const text = printForks(chain, script);
    expect(text).toBe(
      ['@6 fix', 'gpu: unmap frame', '... from 7', '@6 on']
        .concat(Array.from({ length: 3 }, () => 'app@cpu0: barrier'))
        .concat(['gpu: unmap frame', '... from 12'])
        .join('\n'),
    );
    expect(parseForks(text, scenario)).toEqual({ forks: chain, wrong: null });
  });

  it('are read back as they were written, whatever they have in common with the script', () => {
    const script = scenario.steps.map(stepInputOf);
    const withTails = fc
      .tuple(forks, fc.array(fc.integer({ min: 0, max: 20 })))
      .map(([chain, tails]): ForkStep[] =>
        fitted(
          chain.map((fork, i) => ({
            ...fork,
            inputs: fork.inputs.concat(script.slice(script.length - (tails[i] ?? 0))),
          })),
        ),
      );
    fc.assert(
      fc.property(withTails, (chain) => {
        expect(parseForks(printForks(chain, script), scenario)).toEqual({
          forks: chain,
          wrong: null,
        });
      }),
    );
  });

  it('do not come back to what they share already, nor to what there is not', () => {
    const wrongOf = (from: number) => parseForks(`@6\n... from ${from}`, scenario).wrong;
    expect(wrongOf(7)).toBeNull();
    expect(wrongOf(20)).toBeNull();
    expect(wrongOf(6)).toBe('goes on from step 6, which what it leaves does not have (fork 1)');
    expect(wrongOf(21)).toBe('goes on from step 21, which what it leaves does not have (fork 1)');
  });

  it('say what is wrong and keep the forks before it', () => {
    const text = '@4 first\ngpu: unmap frame\n@5 second\ngpu: unmapp frame\n';
    const { forks: kept, wrong } = parseForks(text, scenario);
    expect(kept.map(({ name }) => name)).toEqual(['first']);
    expect(wrong).toContain('1:6: error');
    expect(wrong).toContain('(fork 2)');
    expect(parseForks('gpu: unmap frame', scenario).wrong).toContain('does not begin with @');
    expect(parseForks('@x\ngpu: unmap frame', scenario).wrong).toContain('where it begins');
    expect(parseForks('@1\n'.repeat(forkDepthLimit + 1), scenario).wrong).toContain('more than');
  });

  it('say where they begin beyond the end of what they leave', () => {
    const wrongOf = (text: string) => parseForks(text, scenario).wrong;
    const line = 'gpu: unmap frame';
    expect(wrongOf(`@20\n${line}`)).toBeNull();
    expect(wrongOf(`@21\n${line}`)).toBe(
      'begins at step 21, beyond the last one: it is shown from step 20 on (fork 1)',
    );
    // The first fork has 5 + 1 operations; the second leaves it inside the sixth: 5 + 2.
    expect(wrongOf(`@5\n${line}\n@6.1\n${line}\n${line}\n@7\n${line}`)).toBeNull();
    expect(wrongOf(`@5\n${line}\n@6.1\n${line}\n${line}\n@8.2\n${line}`)).toBe(
      'begins at step 8.2, beyond the last one: it is shown from step 7 on (fork 3)',
    );
    expect(parseForks(`@99\n${line}`, scenario).forks).toHaveLength(1);
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseForks(text, scenario);
        parseForks(`@1\n${text}`, scenario);
      }),
    );
  });
});

describe('the length of a link', () => {
  const buffers = ['frame', 'ring', 'overlay'];
  const agents = ['app@cpu0', 'viewer@cpu1', 'kernel@cpu1'];
  /** 50 operations, no two alike. */
  const fifty = Array.from({ length: 50 }, (_, i) => {
    const at = `${buffers[i % 3]}+${(i * 192) % 8192}`;
    switch (i % 5) {
      case 0:
        return `kernel@cpu${i % 2}: write ${at} ${8 + i} ${i}`;
      case 1:
        return `gpu: dma read ${at} ${64 + i}`;
      case 2:
        return `camera: m${i} = dma_map_single ${at} ${128 + i} ${i % 2 ? 'TO_DEVICE' : 'FROM_DEVICE'}`;
      case 3:
        return `${agents[2]}: clean ${at} ${32 + i}`;
      default:
        return `gpu: dma write ${at} ${16 + i} ${String.fromCharCode(65 + (i % 26))}`;
    }
  });
  const script = `title     Fifty operations of one's own
summary   They are all different, which a script of a person never is.
platform  arm64 cpus=2
buffer    frame pages=2 exporter=gem mmap=shootdown
buffer    ring pages=2 exporter=gem mmap=none
buffer    overlay pages=2 exporter=gem mmap=sync-ioctl
device    gpu importer=map-per-dma
device    camera importer=map-at-import

${fifty.join('\n')}
`;

  it('is below 1,000 characters for 50 operations of one’s own', () => {
    expect(scenarioOf([]).steps).toHaveLength(0);
    expect(parseScenario(script).scenario?.steps).toHaveLength(50);
    const link = encodeLink({
      ...emptyLink,
      source: { kind: 'script', text: script },
      platform: 'arm64-iommu',
      at: { operation: 50, micro: 3 },
      view: ['room', 'lanes', 'why'],
    });
    expect(decodeLink(link).link.source).toEqual({ kind: 'script', text: script });
    expect(link.length).toBeLessThan(1000);
  });

  it('is below 1,000 characters for a fork of 50 operations', () => {
    const inputs = parseScenario(script).scenario?.steps.map(stepInputOf) ?? [];
    const fork = printForks([{ name: 'fork 1', at: { operation: 3, micro: null }, inputs }]);
    const source = { kind: 'scenario', id: 'missed-invalidate' } as const;
    expect(encodeLink({ ...emptyLink, source, fork }).length).toBeLessThan(1000);
  });
});
