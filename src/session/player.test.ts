import { describe, expect, it } from 'vitest';
import { createPlayer, type Clock } from './player.ts';

/** A clock whose time stands still until it is told to go on. */
function createStillClock(): { clock: Clock; waits: number[]; go: () => void } {
  const waits: number[] = [];
  let pending: (() => void) | null = null;
  return {
    waits,
    clock: {
      after(ms, run) {
        waits.push(ms);
        pending = run;
        return () => {
          pending = null;
        };
      },
    },
    go() {
      const run = pending;
      pending = null;
      run?.();
    },
  };
}

function createScene(last: number) {
  const still = createStillClock();
  const changes: boolean[] = [];
  let at = 0;
  let speed = 1;
  const player = createPlayer({
    clock: still.clock,
    advance: () => at < last && (at++, true),
    rest: () => (at === 1 ? 1000 : 400) / speed,
    onChange: (playing) => changes.push(playing),
  });
  return {
    ...still,
    player,
    changes,
    at: () => at,
    setSpeed: (value: number) => {
      speed = value;
    },
  };
}

describe('player', () => {
  it('rests as long as it is told at that moment', () => {
    const scene = createScene(3);
    scene.player.play();
    scene.go();
    scene.setSpeed(4);
    scene.go();
    expect(scene.waits).toEqual([400, 1000, 100]);
    expect(scene.at()).toBe(2);
  });

  it('stops by itself at the end and says so once', () => {
    const scene = createScene(1);
    scene.player.play();
    scene.go();
    scene.go();
    scene.go();
    expect(scene.at()).toBe(1);
    expect(scene.player.isPlaying()).toBe(false);
    expect(scene.changes).toEqual([true, false]);
  });

  it('goes no further once paused, and plays on from there', () => {
    const scene = createScene(5);
    scene.player.play();
    scene.go();
    scene.player.pause();
    scene.go();
    expect(scene.at()).toBe(1);
    scene.player.play();
    scene.go();
    expect(scene.at()).toBe(2);
  });

  it('does not start a second time while it plays', () => {
    const scene = createScene(5);
    scene.player.play();
    scene.player.play();
    expect(scene.waits).toHaveLength(1);
    expect(scene.changes).toEqual([true]);
  });
});
