/**
 * What is put into the page to see when a key press is on screen. For each press it notes
 * - when it came: the `timeStamp` of its keydown, which the browser's process sets before the page
 *   hears of it;
 * - when the document changed: the first mutation of text or elements after it, anywhere;
 * - when the frame with it was painted: the first animation frame after that, and in it a message to
 *   itself, which the page receives when layout and paint of that frame are done. While something moves,
 *   the next frame may come before the message: then it is what ends the first. What the compositor does
 *   is not in it; Event Timing, which counts to the presentation but in steps of 8 ms, is noted beside it.
 * Such changes after that frame are counted: there must be none, else the picture of the
 * first frame was not the whole one.
 */

export interface Press {
  readonly key: string;
  /** Milliseconds, all by the page's clock. */
  readonly pressed: number;
  readonly changed: number;
  readonly painted: number;
}

export interface Probe {
  /** The last press that was painted, or the next; rejects when none comes for five seconds. */
  readonly painted: () => Promise<Press>;
  /** Mutations after the frame of the press before them. */
  late: number;
  /** Event Timing's durations of keydown, in ms; presses below 16 ms are not in it. */
  readonly presented: number[];
}

declare global {
  interface Window {
    benchProbe: Probe;
  }
}

/** Runs in the page before its own scripts. It can use nothing that stands outside of it. */
export function installProbe(): void {
  const done: Press[] = [];
  let tell: ((press: Press) => void) | null = null;
  let current: { key: string; pressed: number; changed: number } | null = null;
  let afterPress = false;
  const channel = new MessageChannel();

  const probe: Probe = {
    painted: () =>
      new Promise((resolve, reject) => {
        const press = done.pop();
        done.length = 0;
        if (press) resolve(press);
        else tell = resolve;
        setTimeout(() => reject(new Error('a key press changed nothing')), 5000);
      }),
    late: 0,
    presented: [],
  };
  window.benchProbe = probe;

  addEventListener(
    'keydown',
    ({ key, timeStamp }) => {
      current = { key, pressed: timeStamp, changed: 0 };
      afterPress = false;
    },
    { capture: true },
  );

  const painted = (): void => {
    if (!current || current.changed === 0) return;
    const press = { ...current, painted: performance.now() };
    current = null;
    afterPress = true;
    if (tell) tell(press);
    else done.push(press);
    tell = null;
  };
  channel.port1.start();
  channel.port1.addEventListener('message', painted);

  const inFrame = (): void => {
    channel.port2.postMessage(null);
    if (document.getAnimations().length > 0) requestAnimationFrame(painted);
  };

  const observer = new MutationObserver(() => {
    if (afterPress) probe.late++;
    if (!current || current.changed > 0) return;
    current.changed = performance.now();
    requestAnimationFrame(inFrame);
  });
  // Records of attributes would be thousands, and cost a part of what is measured.
  observer.observe(document, { subtree: true, childList: true, characterData: true });

  const events = { type: 'event', durationThreshold: 16, buffered: true };
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries())
      if (name === 'keydown') probe.presented.push(duration);
  }).observe(events);
}
