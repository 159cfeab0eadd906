/**
 * The states that an object went through in this run, as a strip: what is past, where it is, what is to come.
 * A press goes to where a stay begins; arrow keys move along it.
 */
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { printCursor } from '../history/cursor.ts';
import { passageAt, passagesOf, type Passage } from '../history/passages.ts';
import type { MachineInstance } from '../model/machines/instances.ts';
import { picturedMachines as machines } from '../session/picturedMachines.ts';
import { onceDrawn } from '../view/onceDrawn.ts';
import { useRun, useSession } from './useSession.ts';

/** Stays that are shown on each side of the present one: a long run has thousands. */
const around = 24;

export function MachineStrip({ instance }: { readonly instance: MachineInstance }) {
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const strip = useRef<HTMLDivElement>(null);
  const passages = passagesOf(history, instance.instance);
  const now = passageAt(passages, cursor);
  const first = Math.max(0, now - around);
  const shown = passages.slice(first, now + around + 1);
  const later = passages.length - first - shown.length;

  useEffect(() => {
    onceDrawn(() => {
      const element = strip.current;
      const current = element?.querySelector<HTMLElement>('[aria-current]');
      if (!element || !current) return;
      // Only the strip scrolls: `scrollIntoView` would move the panel too.
      element.scrollLeft = current.offsetLeft - (element.clientWidth - current.offsetWidth) / 2;
    });
  }, [now, passages]);

  if (passages.length < 2) return null;
  return (
    <div
      ref={strip}
      className="machine-strip scroll"
      role="toolbar"
      aria-label="States in this run"
      onKeyDown={moveFocus}
    >
      {first > 0 && <span className="stays-more">{first} before</span>}
      {shown.map((passage, i) => (
        <Stay
          key={first + i}
          passage={passage}
          {...wordsOf(instance, passage.state)}
          when={first + i < now ? 'past' : first + i === now ? 'now' : 'ahead'}
        />
      ))}
      {later > 0 && <span className="stays-more">{later} after</span>}
    </div>
  );
}

function wordsOf(
  { machine }: MachineInstance,
  state: string,
): { readonly title: string; readonly group: string } {
  const { words } = machines[machine];
  const group = state.split('.').slice(0, -1).join('.');
  return { title: words.states[state]?.title ?? state, group: words.groups[group] ?? '' };
}

interface StayProps {
  readonly passage: Passage;
  readonly title: string;
  /** The group of the state, where the machine has some. */
  readonly group: string;
  readonly when: 'past' | 'now' | 'ahead';
}

function Stay({ passage, title, group, when }: StayProps) {
  const run = useRun();
  const at = printCursor(passage.from);
  return (
    <button
      type="button"
      className={`stay ${when}`}
      aria-current={when === 'now' ? 'step' : undefined}
      aria-label={`${[group, title].filter(Boolean).join(', ')}, from step ${at}`}
      tabIndex={when === 'now' ? 0 : -1}
      onClick={() => run('seek', { at })}
    >
      {title}
      <span className="stay-at">
        {group !== '' && <span className="stay-group">{group}</span>}
        {at}
      </span>
    </button>
  );
}

/** Left and right move along the strip, as in every toolbar; the steps of the run are left alone meanwhile. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0 || event.shiftKey) return;
  const stays = [...event.currentTarget.querySelectorAll('button')];
  const next = stays[stays.findIndex((each) => each === document.activeElement) + step];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
