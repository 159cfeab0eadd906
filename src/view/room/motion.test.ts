import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTo, shootdownScript, type Point } from '../../../test/roomStates.ts';
import { roomScene } from '../../scene/roomScene.ts';
import type { RoomScene } from '../../scene/roomTypes.ts';
import { createRoomView, type RoomView } from './createRoomView.ts';
import type { Movement } from './motion.ts';
import { movementOf } from './movement.ts';

interface Running {
  readonly node: Element;
  readonly frames: readonly Keyframe[];
  readonly options: KeyframeAnimationOptions;
  /** Lets it arrive. */
  readonly finish: () => void;
  isCancelled: boolean;
}

const sceneAt = ({ state, event, operation }: Point): RoomScene =>
  roomScene(state, { event, operation });

const before = sceneAt(runTo(shootdownScript, 5));
const written = sceneAt(runTo(shootdownScript, 6, 'cache.writeback'));
const flushed = sceneAt(runTo(shootdownScript, 6, 'tlb.flush'));
const owned = sceneAt(runTo(shootdownScript, 6, 'owner.change'));
const after = sceneAt(runTo(shootdownScript, 6));

const step = (one: RoomScene, other: RoomScene, isBackward = false, durationMs = 200): Movement =>
  movementOf({ before: one, after: other, isBackward, durationMs });

describe('the motion of the room', () => {
  let element: HTMLElement;
  let view: RoomView;
  let running: Running[];

  // jsdom animates nothing: what would run is noted, and arrives when the test says so.
  beforeEach(() => {
    running = [];
    const animate = function animate(
      this: Element,
      frames: Keyframe[],
      options: KeyframeAnimationOptions,
    ) {
      let finish = (): void => undefined;
      let fail: (reason: Error) => void = () => undefined;
      const finished = new Promise<void>((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
      finished.catch(() => undefined);
      const entry: Running = { node: this, frames, options, finish, isCancelled: false };
      running.push(entry);
      const cancel = (): void => {
        entry.isCancelled = true;
        fail(new Error('cancelled'));
      };
      return { finished, cancel };
    };
    Object.defineProperty(Element.prototype, 'animate', { value: animate, configurable: true });
    element = document.createElement('div');
    document.body.append(element);
    view = createRoomView(element, { onSelect: () => undefined, width: 760 });
    view.update(before);
  });

  afterEach(() => {
    view.destroy();
    element.remove();
    Reflect.deleteProperty(Element.prototype, 'animate');
  });

  const arrive = async (): Promise<void> => {
    for (const each of running.splice(0)) each.finish();
    await new Promise((resolve) => setTimeout(resolve));
  };
  const values = (key: string): string =>
    element.querySelector(`[data-key="${key}"] .label`)?.textContent ?? '';
  const leftovers = (): number => element.querySelectorAll('.token, .strike, .sweep').length;
  const xOf = (frame: Keyframe | undefined): number =>
    Number(/translate\(([-\d.]+)px/u.exec(String(frame?.['transform']))?.[1]);
  const middleOf = (key: string): number =>
    Number(element.querySelector(`[data-key="${key}"]`)?.getAttribute('data-middle'));

  it('runs a token from cell to cell, and changes the cell when it arrives', async () => {
    view.update(after, [step(before, written)]);
    expect(running).toHaveLength(1);
    const [token] = running;
    expect(token?.node.getAttribute('class')).toContain('token line role-cpu');
    expect(token?.node.textContent).toBe('A');
    expect(xOf(token?.frames[0])).toBe(middleOf('b0l0/cache:0'));
    expect(xOf(token?.frames.at(-1))).toBe(middleOf('b0l0/memory'));
    expect(values('b0l0/memory')).toBe('0');
    expect(view.isIdle()).toBe(false);
    await arrive();
    expect(values('b0l0/memory')).toBe('A');
    expect(view.isIdle()).toBe(true);
    expect(leftovers()).toBe(0);
  });

  it('plays the same backward where it is undone', async () => {
    view.update(written);
    view.update(before, [step(before, written, true)]);
    const [token] = running;
    expect(token?.options.direction).toBe('reverse');
    expect(xOf(token?.frames[0])).toBe(middleOf('b0l0/cache:0'));
    // It has left memory, and the rest of the picture is still the later one.
    expect(values('b0l0/memory')).toBe('0');
    expect(element.querySelector('.pill-text')?.textContent).toBe('write back');
    await arrive();
    expect(element.querySelector('.pill-text')?.textContent).not.toBe('write back');
  });

  it('plays movements one after the other, and then shows the picture', async () => {
    view.update(after, [step(before, written), step(written, owned)]);
    expect(running.map(({ node }) => node.getAttribute('class'))).toEqual([
      expect.stringContaining('token'),
    ]);
    await arrive();
    expect(running.map(({ node }) => node.getAttribute('class')?.split(' ')[0])).toEqual([
      'sweep',
      'edge',
      'sweep',
      'edge',
    ]);
    await arrive();
    expect(running).toEqual([]);
    expect(view.isIdle()).toBe(true);
    expect(leftovers()).toBe(0);
  });

  it('strikes out what goes, and leaves it in the picture until it is gone', async () => {
    view.update(flushed, [step(before, flushed)]);
    expect(running.map(({ node }) => node.getAttribute('data-key') ?? 'strike')).toEqual([
      'b0p0/tlb:0',
      'strike',
    ]);
    expect(element.querySelector('[data-key="b0p0/tlb:0"]')?.textContent).toContain('TLB rw');
    await arrive();
    expect(element.querySelector('[data-key="b0p0/tlb:0"]')?.textContent).toContain('TLB flushed');
    expect(leftovers()).toBe(0);
  });

  it('ends at once where something else is shown, and nothing queues up', async () => {
    view.update(after, [step(before, written), step(written, owned)]);
    const first = [...running];
    view.update(after, []);
    expect(first.every(({ isCancelled }) => isCancelled)).toBe(true);
    expect(view.isIdle()).toBe(true);
    expect(leftovers()).toBe(0);
    const count = running.length;
    await arrive();
    expect(running).toHaveLength(0);
    expect(count).toBe(1);
    expect(values('b0l0/memory')).toBe('A');
  });

  it('asks for a movement only when its turn comes', async () => {
    const asked: string[] = [];
    function* movements(): Generator<Movement> {
      asked.push('first');
      yield step(before, written);
      asked.push('second');
      yield step(written, owned);
    }
    view.update(after, movements());
    expect(asked).toEqual(['first']);
    await arrive();
    expect(asked).toEqual(['first', 'second']);
  });

  it('passes what moves nothing, and what takes no time', () => {
    const call = sceneAt(runTo(shootdownScript, 6, 'call'));
    view.update(after, [step(before, call), step(before, written, false, 0)]);
    expect(running).toEqual([]);
    expect(view.isIdle()).toBe(true);
    expect(values('b0l0/memory')).toBe('A');
  });

  it('is over when the view is destroyed', async () => {
    view.update(after, [step(before, written)]);
    const [token] = running;
    view.destroy();
    expect(token?.isCancelled).toBe(true);
    await arrive();
    expect(element.childElementCount).toBe(0);
  });
});
