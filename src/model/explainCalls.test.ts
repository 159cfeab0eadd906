import { describe, expect, it } from 'vitest';
import { platforms } from './platforms/platforms.ts';
import { createState } from './createState.ts';
import { explainCall } from './explainCalls.ts';
import { step } from './step.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';

describe('explainCall', () => {
  it('tells an exporter’s operation from the kernel’s own function', () => {
    expect(explainCall('gem_unmap_dma_buf()')?.source).toContain('dma_buf_ops');
    expect(explainCall('heap_map_dma_buf()')?.text).toContain('exporter');
    expect(explainCall('dma_buf_unmap_attachment(gpu)')?.source).toBe('drivers/dma-buf/dma-buf.c');
  });

  it('tells the export ioctl from SYNC', () => {
    expect(explainCall('ioctl(export frame)')?.text).toContain('descriptor');
    expect(explainCall('ioctl(fd, DMA_BUF_IOCTL_SYNC, 0x3)')?.text).toContain('CPU access');
  });

  it('knows nothing of other words', () => {
    expect(explainCall('(no call: the buffer was mapped at import)')).toBeUndefined();
  });

  it.each(scenarios)('knows every function that $id calls', ({ text }) => {
    const { scenario } = parseScenario(text);
    if (!scenario) throw new Error('a built-in scenario does not parse');
    for (const { id } of platforms) {
      let state = createState(setupOf(scenario, id));
      for (const input of inputsOf(scenario)) {
        const done = step(state, input);
        state = done.state;
        const unknown = done.events.filter(
          ({ kind, label }) =>
            kind === 'call' && !label.startsWith('(no call') && !explainCall(label),
        );
        expect(unknown.map(({ label }) => label)).toEqual([]);
      }
    }
  });
});
