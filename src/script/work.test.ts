import { describe, expect, it } from 'vitest';
import { parseScenario, parseSteps } from './parse.ts';

const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n');

/** Place and message of every mistake. */
function mistakes(text: string): string[] {
  const { scenario, diagnostics } = parseScenario(text);
  expect(scenario === null).toBe(diagnostics.length > 0);
  return diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const tooMuch = 'too much work: up to here the operations touch more than 200000 cache lines';

describe('the work of a script', () => {
  it('is bounded for one access', () => {
    const text = (length: number) => `buffer b pages=1024\nkernel@cpu0: write b+0 ${length} A`;
    expect(mistakes(text(262_144))).toEqual([]);
    expect(mistakes(text(4_194_304))).toEqual(['2:24 LENGTH must be a number from 1 to 262144']);
  });

  it('is bounded for all accesses together', () => {
    // 262144 bytes are 4096 lines of 64 bytes: 48 of them are 196608 lines, 49 are 200704.
    const text = (count: number) =>
      `buffer b pages=1024\n${lines(count, 'kernel@cpu0: write b+0 262144 A')}`;
    expect(mistakes(text(48))).toEqual([]);
    expect(mistakes(text(49))).toEqual([`50:1 ${tooMuch}`]);
    expect(mistakes(text(200))).toEqual([`50:1 ${tooMuch}`]);
  });

  it('grows where lines are smaller', () => {
    // 32768 lines of 8 bytes each: the seventh write passes the bound.
    const text = (count: number) =>
      `platform x86 line=8\nbuffer b pages=1024\n${lines(count, 'kernel@cpu0: write b+0 262144 A')}`;
    expect(mistakes(text(6))).toEqual([]);
    expect(mistakes(text(7))).toEqual([`9:1 ${tooMuch}`]);
  });

  it('counts whole buffers where an operation works on one', () => {
    // 1023 pages are 65472 lines: import, map and unmap are 196416, a further map is too much.
    const big = 'buffer b pages=1023\nbuffer small\ndevice gpu\napp@cpu0: fd = export b\n';
    const three = 'gpu: import fd\ngpu: map b TO_DEVICE\ngpu: unmap b\n';
    expect(mistakes(big + three)).toEqual([]);
    expect(mistakes(`${big}${three}gpu: map b TO_DEVICE`)).toEqual([`8:1 ${tooMuch}`]);
    expect(mistakes(`${big}${three}app@cpu0: sync fd START READ`)).toEqual([`8:1 ${tooMuch}`]);
    // A descriptor of the small buffer is 64 lines, also through dup.
    const others = 'app@cpu0: e = export small\napp@cpu0: d = dup e\n';
    const syncs = lines(40, 'app@cpu0: sync d START READ');
    expect(mistakes(`${big}${three}${others}${syncs}`)).toEqual([]);
  });

  it('counts mappings by their length', () => {
    // 102400 bytes are 1600 lines: 62 maps with their unmaps and one more are 200000, the bound.
    const map = 'gpu: m = dma_map_single b+0 102400 TO_DEVICE';
    const pairs = lines(62, `${map}\ngpu: dma_unmap_single m`);
    const text = `buffer b pages=32\ndevice gpu\n${pairs}\n${map}`;
    expect(mistakes(text)).toEqual([]);
    expect(mistakes(`${text}\niommu: flush`)).toEqual([`128:1 ${tooMuch}`]);
  });

  it('is bounded in forks too', () => {
    const { scenario } = parseScenario('buffer b pages=1024');
    if (!scenario) throw new Error('does not parse');
    const text = lines(49, 'kernel@cpu0: write b+0 262144 A');
    const { diagnostics } = parseSteps(text, scenario);
    expect(diagnostics.map(({ line, message }) => [line, message])).toEqual([[49, tooMuch]]);
  });
});
