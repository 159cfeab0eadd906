import { describe, expect, it } from 'vitest';
import type { Scenario } from './ast.ts';
import { changedSettings, changeSetting, settingValue } from './changeSetting.ts';
import { parseScenario } from './parse.ts';

function read(text: string): Scenario {
  const { scenario } = parseScenario(text);
  if (!scenario) throw new Error('the script of this test is wrong');
  return scenario;
}

const scenario = read(`platform arm64
buffer frame pages=2 exporter=gem mmap=none
buffer heap pages=1 exporter=system_heap
device gpu importer=cached`);

const change = (name: string, key: string, value: string) =>
  changeSetting(scenario, { name, key, value });

describe('changing a setting', () => {
  it('changes what the line would have said', () => {
    const changed = change('frame', 'mmap', 'sync-ioctl');
    const other = change('gpu', 'importer', 'map-per-dma');
    if (typeof changed === 'string' || typeof other === 'string') throw new Error('refused');
    expect(changed.buffers.map(({ mmap }) => mmap)).toEqual(['sync-ioctl', 'sync-ioctl']);
    expect(changed.buffers[1]).toBe(scenario.buffers[1]);
    expect(other.devices[0]?.importer).toBe('map-per-dma');
  });

  it('says what cannot be', () => {
    expect(change('frame', 'mmap', 'uncached')).toMatch(
      /^mmap cannot be ‘uncached’; it can be coherent, /,
    );
    expect(change('frame', 'colour', 'red')).toMatch(
      /^frame has no setting colour; it has pages, /,
    );
    expect(change('nobody', 'mmap', 'none')).toBe('no buffer or device is called nobody');
    expect(change('heap', 'mmap', 'none')).toBe(
      'system_heap maps for userspace in its own way, sync-ioctl',
    );
    // 1024 pages of 4 KiB are all that there may be; the heap has one more.
    expect(change('frame', 'pages', '1024')).toBe('the buffers are too large together');
  });

  it('gives a buffer the policy of its new exporter', () => {
    const changed = change('frame', 'exporter', 'vgem');
    if (typeof changed === 'string') throw new Error(changed);
    expect(changed.buffers[0]).toMatchObject({ exporter: 'vgem', mmap: 'coherent' });
  });

  it('tells what a setting is, and what sets two scenarios apart', () => {
    expect(settingValue(scenario, 'frame', 'mmap')).toBe('none');
    expect(settingValue(scenario, 'gpu', 'dma-bits')).toBe('64');
    expect(settingValue(scenario, 'gpu', 'colour')).toBeNull();
    const changed = change('frame', 'mmap', 'sync-ioctl');
    if (typeof changed === 'string') throw new Error(changed);
    expect(changedSettings(scenario, changed)).toEqual([
      { name: 'frame', key: 'mmap', value: 'sync-ioctl' },
    ]);
    expect(changedSettings(scenario, scenario)).toEqual([]);
  });
});
