/** Calls on a mapping while another call is handing that mapping over. */
import { describe, expect, it } from 'vitest';
import { run } from '../testing/runScript.ts';

const platform = 'bounce cpus=2 page=512 line=64';
const mapped = `
  buffer b pages=1 init=1:64:4
  device gpu
  gpu: m = dma_map_single b+0 128 BIDIRECTIONAL`;

/** What was said of each violation. */
function said(text: string): readonly string[] {
  const { violations } = run(platform, `${mapped}\n${text}`);
  return violations.map(
    ({ rule, outcome, bytes }) => `${rule} ${bytes?.start}+${bytes?.length}: ${outcome}`,
  );
}

const underWay = 'another call is handing it over';

describe('a call inside a call', () => {
  it('hands over twice where both go to the device', () => {
    const sync = 'gpu: dma_sync_single_for_device m+0 64 BIDIRECTIONAL';
    expect(
      said(
        `gpu: dma_sync_single_for_cpu m+0 128 BIDIRECTIONAL\n${sync}\n${sync} during bounce.copy`,
      ),
    ).toContain(`hand-over-twice 0+128: ${underWay}`);
  });

  it('discards where it hands back', () => {
    const sync = 'gpu: dma_sync_single_for_cpu m+0 64 BIDIRECTIONAL';
    expect(said(`${sync}\n${sync} during bounce.copy`)).toContain(
      `hand-back-discards 0+128: ${underWay}`,
    );
    expect(said(`${sync}\ngpu: dma_unmap_single m during bounce.copy`)).toContain(
      `hand-back-discards 0+128: ${underWay}`,
    );
  });

  it('is nothing of the kind when the first has returned', () => {
    const sync = 'gpu: dma_sync_single_for_cpu m+0 64 BIDIRECTIONAL';
    expect(said(`${sync}\n${sync}\ngpu: dma_unmap_single m`)).toEqual([]);
  });
});

describe('a sync that begins at the end of its mapping', () => {
  it('hands nothing over', () => {
    const { lines, violations } = run(
      platform,
      `${mapped}\ngpu: dma_sync_single_for_cpu m+128 64 BIDIRECTIONAL`,
    );
    expect(violations.map(({ rule }) => rule)).toEqual(['sync-outside-mapping']);
    expect(lines.at(-1)?.after.mappings[0]?.extents.map(({ state }) => state)).toEqual([
      'device.same',
    ]);
  });
});
