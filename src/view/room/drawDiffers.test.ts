import { describe, expect, it } from 'vitest';
import { runTo, shootdownScript } from '../../../test/roomStates.ts';
import { roomDifferences, withDifferences } from '../../scene/roomDiffers.ts';
import { roomScene } from '../../scene/roomScene.ts';
import type { RoomScene } from '../../scene/roomTypes.ts';
import { createRoomView } from './createRoomView.ts';
import { roomExtras } from './roomExtras.ts';

const sceneOn = (platform: string): RoomScene =>
  roomScene(runTo(shootdownScript, 6, undefined, platform).state);

function draw(scene: RoomScene): HTMLElement {
  const element = document.createElement('div');
  const view = createRoomView(element, { onSelect: () => undefined, width: 900 });
  view.equip(roomExtras);
  view.update(scene);
  return element;
}

/** Where an item of the grid stands. */
function cornerOf(element: HTMLElement, key: string): readonly number[] {
  const item = element.querySelector(`[data-key="${key}"]`);
  const [, x, y] =
    /translate\(([\d.-]+),([\d.-]+)\)/.exec(item?.getAttribute('transform') ?? '') ?? [];
  return [Number(x), Number(y)];
}

describe('what another run has otherwise', () => {
  const here = sceneOn('arm64');
  // The lines that were cleaned on arm64 alone: one in CPU 0's cache, two in CPU 1's, all three in memory.
  const keys = roomDifferences(here, sceneOn('x86')).flatMap(({ keysHere }) => keysHere);

  it('has a ring around each mark, a little outside of it', () => {
    expect(keys).toHaveLength(6);
    const element = draw(withDifferences(here, keys));
    const paths = [...element.querySelectorAll('.room-body .ring.differs')];
    expect(paths).toHaveLength(6);
    const [x, y] = cornerOf(element, 'b0l0/memory');
    const starts = paths.map((path) => /^M([\d.-]+),([\d.-]+)/.exec(path.getAttribute('d') ?? ''));
    // 2.5 pixels outside; the path begins behind its rounded corner of 6.
    const corners = starts.map((start) => [Number(start?.[1]) - 3.5, Number(start?.[2]) + 2.5]);
    expect(corners).toContainEqual([x, y]);
  });

  it('is in the legend, and nowhere where nothing differs', () => {
    expect(draw(withDifferences(here, keys)).querySelector('.room-legend')?.textContent).toContain(
      'dashed ring: otherwise in the other run',
    );
    const plain = draw(here);
    expect(plain.querySelectorAll('.differs')).toHaveLength(0);
    expect(plain.textContent).not.toContain('dashed ring');
  });

  it('goes away when the runs are the same again', () => {
    const element = document.createElement('div');
    const view = createRoomView(element, { onSelect: () => undefined, width: 900 });
    view.equip(roomExtras);
    view.update(withDifferences(here, keys));
    view.update(here);
    expect(element.querySelectorAll('.differs')).toHaveLength(0);
  });
});
