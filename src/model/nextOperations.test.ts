/** The menu of free play: what it offers, what of that is legal, and why the rest is not. */
import { describe, expect, it } from 'vitest';
import { appendAll, createHistory } from '../history/history.ts';
import { stateAt } from '../history/points.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario, parseSteps } from '../script/parse.ts';
import { printOperation } from '../script/printOperation.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { moreOperations, nextOperations } from './nextOperations.ts';
import { platforms } from './platforms/platforms.ts';
import type { State } from './state.ts';
import { step } from './step.ts';
import { run } from './testing/runScript.ts';

/** What is offered after a script, as text, with why it is illegal. */
function menu(platform: string, text: string): ReadonlyMap<string, string> {
  const { state } = run(platform, text);
  return new Map(
    nextOperations(state).map(({ operation, why }) => [
      printOperation(operation).replaceAll(/ +/gu, ' '),
      why,
    ]),
  );
}

const legal = (choices: ReadonlyMap<string, string>) =>
  [...choices].filter(([, why]) => why === '').map(([text]) => text);

const arm64 = 'arm64 cpus=1 page=256';
const declared = 'buffer b pages=1 mmap=sync-ioctl\ndevice gpu';
const shared = `${declared}
  app@cpu0: fd = export b
  app@cpu0: p = mmap fd
  gpu: import fd`;

describe('nextOperations', () => {
  it('begins with what can be done to a buffer that nobody has', () => {
    expect(legal(menu(arm64, declared))).toEqual([
      'app@cpu0: fd = export b',
      'kernel@cpu0: read b+0 64',
      'kernel@cpu0: write b+0 64 Z',
      'gpu: m = dma_map_single b+0 256 TO_DEVICE',
      'gpu: m = dma_map_single b+0 256 FROM_DEVICE',
      'gpu: m = dma_map_single b+0 256 BIDIRECTIONAL',
      'gpu: c = dma_alloc_coherent b',
      'cpu0: evict b+0',
      'cpu0: prefetch b+0',
    ]);
  });

  it('offers what a shared buffer allows', () => {
    const choices = menu(arm64, shared);
    expect(legal(choices)).toEqual(
      expect.arrayContaining([
        'app@cpu0: read p+0 64',
        'app@cpu0: write p+0 64 Z',
        'app@cpu0: munmap p',
        'app@cpu0: p2 = mmap fd',
        'app@cpu0: sync fd START READ|WRITE',
        'app@cpu0: close fd',
        'app@cpu0: exit',
        'kernel@cpu0: zap b',
        'gpu: map b TO_DEVICE',
        'gpu: release b',
      ]),
    );
    // Nothing is mapped, so there is no DMA to offer.
    expect([...choices.keys()].filter((text) => text.startsWith('gpu: dma '))).toEqual([]);
  });

  it('offers a driver the calls of its policy, each in its turn', () => {
    const split = 'buffer b pages=1\ndevice gpu importer=split-api\napp@cpu0: fd = export b\n';
    const offered = (text: string) =>
      legal(menu(arm64, split + text)).filter((line) => /^gpu: .*_sg/u.test(line));
    const maps = ['TO_DEVICE', 'FROM_DEVICE', 'BIDIRECTIONAL'].map((to) => `gpu: map_sg b ${to}`);
    // Such a driver gets the list when it imports.
    expect(offered('gpu: import fd')).toEqual([...maps, 'gpu: put_sg b']);
    expect(offered('gpu: import fd\ngpu: put_sg b')).toContain('gpu: get_sg b');
    expect(offered('gpu: import fd\ngpu: map_sg b BIDIRECTIONAL')).toEqual([
      'gpu: sync_sg_for_cpu b BIDIRECTIONAL',
      'gpu: sync_sg_for_device b BIDIRECTIONAL',
      'gpu: unmap_sg b',
    ]);
  });

  it('marks what breaks a rule, and says which', () => {
    const choices = menu(arm64, `${shared}\ngpu: map b TO_DEVICE`);
    expect(choices.get('app@cpu0: write p+0 64 Z')).toBe(
      'The CPU touches a buffer that a device owns',
    );
    expect(choices.get('gpu: dma write b+0 64 Z')).toBe(
      'A device accesses against the direction of its mapping',
    );
    expect(choices.get('gpu: unbind')).toBe('Leak');
    expect(choices.get('gpu: dma read b+0 64')).toBe('');
    expect(choices.get('gpu: unmap b')).toBe('');
  });

  it('names the rule that is broken now before what comes of an older mistake', () => {
    const choices = menu(arm64, `${shared}\ngpu: map b TO_DEVICE\napp@cpu0: write p+0 64 A`);
    // The read is stale, but that is not its own fault.
    expect(choices.get('gpu: dma read b+0 64')).toBe('Stale read');
    const slot = menu(
      'bounce cpus=1 page=256',
      `${shared}\ngpu: map b BIDIRECTIONAL\ngpu: dma write b+0 64 B`,
    );
    expect(slot.get('app@cpu0: read p+0 64')).toBe('The CPU touches a buffer that a device owns');
  });

  it('says with which error the kernel would refuse', () => {
    const choices = menu(
      'bounce cpus=1 page=256 slots=1',
      `${declared}\ngpu: m = dma_map_single b+0 64 TO_DEVICE`,
    );
    expect(choices.get('gpu: m2 = dma_map_single b+0 256 TO_DEVICE')).toBe(
      'ENOMEM: the bounce pool is full',
    );
  });

  it('offers what drains a write-combining buffer, while there is something in it', () => {
    const wc = `buffer b pages=1 mmap=coherent\ndevice gpu
      app@cpu0: fd = export b
      app@cpu0: p = mmap fd
      app@cpu0: write p+0 4 A`;
    const drains = ['app@cpu0: barrier', 'app@cpu0: doorbell gpu', 'cpu0: drain'];
    expect(legal(menu(arm64, wc))).toEqual(expect.arrayContaining(drains));
    const drained = legal(menu(arm64, `${wc}\napp@cpu0: barrier`));
    expect(drained.filter((text) => drains.includes(text))).toEqual([]);
  });

  it('offers a coherent allocation to both sides', () => {
    expect(legal(menu(arm64, `${declared}\ngpu: c = dma_alloc_coherent b`))).toEqual(
      expect.arrayContaining([
        'kernel@cpu0: read c+0 64',
        'kernel@cpu0: write c+0 64 Z',
        'gpu: dma read c+0 64',
        'gpu: dma write c+0 64 Z',
        'gpu: dma_free_coherent c',
      ]),
    );
  });

  it('offers no more of a small mapping than it has', () => {
    const choices = menu(arm64, `${declared}\ngpu: m = dma_map_single b+0 20 BIDIRECTIONAL`);
    expect(choices.get('gpu: dma read m+0 20')).toBe('');
  });

  it('offers a flush only where the IOMMU is lazy', () => {
    const flush = 'iommu: flush';
    expect(legal(menu('arm64-iommu iommu=lazy', declared))).toContain(flush);
    expect(legal(menu('arm64-iommu', declared))).not.toContain(flush);
  });

  it('finds a new name where the usual ones are taken', () => {
    const choices = menu(arm64, 'buffer m pages=1\nbuffer fd pages=1\ndevice c');
    expect(legal(choices)).toEqual(
      expect.arrayContaining([
        'app@cpu0: fd2 = export m',
        'c: m2 = dma_map_single m+0 256 TO_DEVICE',
        'c: c2 = dma_alloc_coherent m',
      ]),
    );
  });

  it('has more for those who look: other CPUs, other bytes, calls out of turn', () => {
    const two = 'arm64 cpus=2 page=256';
    const more = (text: string) =>
      new Map(
        moreOperations(run(two, text).state).map(({ operation, why }) => [
          printOperation(operation).replaceAll(/ +/gu, ' '),
          why,
        ]),
      );
    const choices = more(`${shared}\ngpu: map b BIDIRECTIONAL`);
    for (const line of [
      'app@cpu0: fd2 = dup fd',
      'app@cpu0: barrier',
      'app@cpu0: doorbell gpu',
      'app@cpu1: sync fd START READ',
      'kernel@cpu1: barrier',
      'gpu: dma read b+64 64',
      'kernel@cpu1: clean b+0 256',
      'cpu1: evict b+64',
    ])
      expect(choices.get(line), line).toBe('');
    // Nobody detaches what is mapped, and the CPU does not own the buffer.
    for (const line of [
      'gpu: detach b',
      'app@cpu1: write p+64 64 Z',
      'kernel@cpu1: invalidate b+0 256',
    ])
      expect(choices.has(line), line).toBe(true);
    expect(choices.get('app@cpu1: write p+64 64 Z')).toBe(
      'The CPU touches a buffer that a device owns',
    );
    expect(more(shared).get('gpu: unmap b')).toMatch(/./u);
    expect(choices.has('gpu: map b TO_DEVICE')).toBe(true);
    // What is likely is not offered twice.
    expect(choices.has('gpu: unmap b')).toBe(false);
  });

  describe.each(scenarios.map(({ id, text }) => ({ id, text })))('in $id', ({ text }) => {
    const { scenario } = parseScenario(text);
    if (!scenario) throw new Error('a built-in scenario cannot be read');

    it.each(platforms.map(({ id }) => id))(
      'is right after every operation on %s: legal ones break no rule, all can be written and done',
      (platform) => {
        const setup = setupOf(scenario, platform);
        const inputs = inputsOf(scenario);
        const history = appendAll(createHistory(setup), inputs);
        const states: readonly State[] = [
          history.initial,
          ...history.entries.map(({ state }) => state),
          // And in the middle of the longest operation.
          stateAt(history, { operation: 6, micro: 3 }),
        ];
        for (const state of states) {
          const choices = nextOperations(state);
          expect(choices.length).toBeGreaterThan(0);
          for (const { operation, legal: isLegal, why } of choices) {
            const done = step(state, { operation, meanwhile: [] });
            const line = printOperation(operation);
            expect(done.result.kind, line).not.toBe('scriptError');
            if (isLegal) {
              expect(
                done.events.flatMap(({ violations }) => violations),
                text,
              ).toEqual([]);
              expect(done.result.kind, line).not.toBe('errno');
            } else expect(why.length, line).toBeGreaterThan(3);
          }
          const written = choices.map(({ operation }) => printOperation(operation)).join('\n');
          const { steps, diagnostics } = parseSteps(written, scenario);
          expect(diagnostics).toEqual([]);
          expect(steps.map((each) => each.operation)).toEqual(
            choices.map(({ operation }) => operation),
          );
        }
      },
    );
  });
});
