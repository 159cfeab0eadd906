/** The bar of a player: buttons, the scrubber with flags where rules are broken, the position, and the way to the workbench. */
import { isSameCursor, printCursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import type { CommandArguments } from '../session/commandTypes.ts';
import { isAtEnd, isAtStart, placedViolations } from '../session/derive.ts';
import { markedRange, stopCursors, waitsHere } from '../session/range.ts';
import type { SessionState } from '../session/sessionState.ts';
import { element, icon } from './elements.ts';
import { iconPaths } from './iconPaths.ts';
import { pointAt, positionText, scaleLength, unit, valueOf } from './timeScale.ts';

export interface PlayerPart {
  readonly root: HTMLElement;
  readonly update: (state: SessionState) => void;
}

export interface BarOptions {
  readonly run: (id: string, args?: CommandArguments) => unknown;
  /** Address of the workbench with what is shown, asked for when somebody goes there; null: no link. */
  readonly workbench: (() => string) | null;
}

/** Operations and flags beyond which the scrubber has no marks. */
const mostTicks = 80;
const mostFlags = 200;

export function createBar(options: BarOptions): PlayerPart {
  const buttons = createButtons(options.run);
  const scrubber = createScrubber(options.run);
  const position = element('span', { class: 'position' });
  const violations = createViolations(options.run);
  const root = element('div', { class: 'transport', role: 'group', 'aria-label': 'Time' });
  root.append(buttons.root, scrubber.root, position, violations.root);
  const wayOut = options.workbench && createWayOut(options.workbench);
  if (wayOut) root.append(wayOut.root);
  return {
    root,
    update(state) {
      buttons.update(state);
      scrubber.update(state);
      violations.update(state);
      if (!state.playing) wayOut?.update(state);
      const [operation = '', micro] = printCursor(state.cursor).split('.');
      const rest = `${micro === undefined ? '' : `.${micro}`} / ${state.history.entries.length}`;
      position.replaceChildren(element('b', {}, operation), rest);
    },
  };
}

function createButton(label: string, path: string, className = ''): HTMLButtonElement {
  const attributes = { type: 'button', class: `button square ${className}`, 'aria-label': label };
  return element('button', { ...attributes, title: label }, icon(path));
}

/** Off, and still in the tab order: the focus does not get lost at the end of the run. */
function switchOff(button: HTMLElement, isOff: boolean): void {
  button.setAttribute('aria-disabled', String(isOff));
}

const steps = [
  ['seek.start', 'First', iconPaths.first, 'to-start'],
  ['step.back', 'Operation back', iconPaths.operationBack, ''],
  ['micro.back', 'Micro-event back', iconPaths.microBack, 'micro-back'],
  ['play.toggle', 'Play', iconPaths.play, 'strong play'],
  ['micro.forward', 'Micro-event forward', iconPaths.microForward, ''],
  ['step.forward', 'Operation forward', iconPaths.operationForward, ''],
] as const;

function createButtons(run: BarOptions['run']): PlayerPart {
  const root = element('div', { class: 'transport-buttons' });
  const made = new Map<string, HTMLButtonElement>();
  for (const [id, label, path, className] of steps) {
    const button = createButton(label, path, className);
    button.addEventListener('click', () => run(id));
    made.set(id, button);
    root.append(button);
  }
  return {
    root,
    update(state) {
      const [atStart, atEnd] = [isAtStart(state), isAtEnd(state)];
      for (const [id, button] of made) {
        if (id.endsWith('back') || id === 'seek.start') switchOff(button, atStart);
        else if (id.endsWith('forward')) switchOff(button, atEnd);
        else showPlay(button, state);
      }
    },
  };
}

function showPlay(button: HTMLElement, state: SessionState): void {
  const label = state.playing ? 'Pause' : 'Play';
  button.classList.toggle('waits', waitsHere(state));
  if (button.title === label) return;
  button.setAttribute('aria-label', label);
  button.title = label;
  button.replaceChildren(icon(state.playing ? iconPaths.pause : iconPaths.play));
}

function createScrubber(run: BarOptions['run']): PlayerPart {
  const range = element('span', { class: 'range' });
  const rangePlace = element('div', { class: 'ticks', 'aria-hidden': 'true' }, range);
  const done = element('div', { class: 'done' });
  const ticks = element('div', { class: 'ticks', 'aria-hidden': 'true' });
  const input = element('input', {
    type: 'range',
    'aria-label': 'Position in the run',
    min: '0',
    step: '1',
  });
  const track = element('div', { class: 'track' }, done);
  const root = element('div', { class: 'scrubber' }, rangePlace, track, ticks, input);
  let shown: SessionState | null = null;
  input.addEventListener('input', () => {
    if (shown) run('seek', { at: pointAt(shown.history, input.valueAsNumber) });
  });
  return {
    root,
    update(state) {
      const { history, cursor } = state;
      const length = scaleLength(history);
      const at = valueOf(history, cursor);
      const marked = markedRange(state);
      const isSame = shown?.history === history && shown.pauses === state.pauses;
      rangePlace.hidden = marked === null;
      if (marked) place(range, valueOf(history, marked.from), valueOf(history, marked.to), length);
      done.style.width = `${(at / length) * 100}%`;
      if (!isSame) ticks.replaceChildren(...marksOf(state, length));
      for (const tick of ticks.querySelectorAll('.tick'))
        tick.classList.toggle('past', Number(tick.getAttribute('data-at')) <= at);
      input.max = String(length);
      input.value = String(at);
      input.setAttribute('aria-valuetext', positionText(history, cursor));
      shown = state;
    },
  };
}

function place(mark: HTMLElement, from: number, to: number, length: number): void {
  mark.style.left = `${(from / length) * 100}%`;
  mark.style.width = `${((to - from) / length) * 100}%`;
}

/** A dot an operation, a bar where a demo pauses, a flag where a rule is broken. */
function marksOf(state: SessionState, length: number): readonly HTMLElement[] {
  const { history } = state;
  const mark = (className: string, value: number): HTMLElement => {
    const made = element('span', { class: className, 'data-at': String(value) });
    made.style.left = `${(value / length) * 100}%`;
    return made;
  };
  const isShort = history.entries.length <= mostTicks;
  const dots = isShort ? history.entries.map((_, i) => mark('tick', (i + 1) * unit)) : [];
  const pauses = stopCursors(state).map((stop) => mark('pause-mark', valueOf(history, stop)));
  const flags = flagsOf(history).map((value) => mark('flag', value));
  return [...dots, ...pauses, ...flags];
}

function flagsOf(history: History): readonly number[] {
  return placedViolations(history)
    .slice(0, mostFlags)
    .filter(({ cursor }, i, all) => i === 0 || !isSameCursor(cursor, all[i - 1]?.cursor ?? cursor))
    .map(({ cursor }) => valueOf(history, cursor));
}

function createViolations(run: BarOptions['run']): PlayerPart {
  const root = element('button', { type: 'button', class: 'button violations' });
  root.addEventListener('click', () => run('violation.next'));
  let shown: History | null = null;
  return {
    root,
    update({ history }) {
      if (history === shown) return;
      shown = history;
      const count = history.violations.length;
      root.hidden = count === 0;
      const label = `${count} ${count === 1 ? 'violation' : 'violations'}: go to the next`;
      root.setAttribute('aria-label', label);
      root.title = label;
      root.replaceChildren(icon(iconPaths.flag), String(count));
    },
  };
}

function createWayOut(workbench: () => string): PlayerPart {
  const label = 'Open in bufscope, at this step';
  const root = element('a', {
    class: 'button way-out',
    target: '_blank',
    rel: 'noopener',
    title: label,
    'aria-label': label,
  });
  root.append(element('span', { class: 'way-out-words' }, 'bufscope'), icon(iconPaths.open));
  const point = (): void => {
    root.href = workbench();
  };
  // While it plays the address is made when somebody is about to go there.
  for (const event of ['pointerdown', 'focus', 'click']) root.addEventListener(event, point);
  return { root, update: point };
}
