/**
 * The nested kernel calls of the current operation, micro-event by micro-event; a click goes there. Of an
 * operation with thousands of them those around the current one are there, and ways to the others. Before the first
 * operation there are none: see `App.tsx`.
 */
import { memo, useEffect, useRef, useState } from 'react';
import type { MicroEvent } from '../model/microEvent.ts';
import { currentEntry, eventsDone } from '../session/derive.ts';
import { onceDrawn } from '../view/onceDrawn.ts';
import { icons } from './icons.tsx';
import { useRun, useSession } from './useSession.ts';

const indentPx = 12;
/** Events that are shown on each side of the current one, and that a press shows besides. */
const around = 150;
const stride = 50;

export function CallsPanel() {
  const entry = useSession(currentEntry);
  const operation = useSession((s) => s.cursor.operation);
  const done = useSession(eventsDone);
  const list = useRef<HTMLOListElement>(null);

  useEffect(() => {
    onceDrawn(() => {
      list.current?.querySelector('[aria-current="step"]')?.scrollIntoView({ block: 'nearest' });
    });
  }, [operation, done]);

  const events = entry?.events ?? [];
  const { first, end, showBefore, showAfter } = useShown(operation, done, events.length);
  return (
    <section className="panel calls" aria-label="Calls">
      <div className="panel-head">
        <h2 className="panel-title">Calls</h2>
        <span className="panel-note">
          event {done} of {events.length}
        </span>
      </div>
      <ol className="calls-list scroll" ref={list}>
        {first > 0 && <MoreCalls words={`${first} before`} onShow={showBefore} />}
        {events.slice(first, end).map((event, i) => (
          <Call
            key={first + i}
            event={event}
            at={`${operation}.${first + i + 1}`}
            place={Math.sign(first + i + 1 - done)}
            number={first + i + 1}
            count={events.length}
          />
        ))}
        {end < events.length && (
          <MoreCalls words={`${events.length - end} after`} onShow={showAfter} />
        )}
      </ol>
    </section>
  );
}

interface ShownCalls {
  readonly first: number;
  readonly end: number;
  readonly showBefore: () => void;
  readonly showAfter: () => void;
}

/** Which events are in the list: those around the current one, and what was asked for since it became that. */
function useShown(operation: number, done: number, count: number): ShownCalls {
  // Steps of a stride, so that most steps inside of an operation leave the list as it is.
  const middle = Math.floor(done / stride) * stride;
  const place = `${operation}.${middle}`;
  const [asked, setAsked] = useState({ place, before: 0, after: 0 });
  const { before, after } = asked.place === place ? asked : { before: 0, after: 0 };
  return {
    first: Math.max(0, middle - around - before),
    end: Math.min(count, middle + stride + around + after),
    showBefore: () => setAsked({ place, before: before + around, after }),
    showAfter: () => setAsked({ place, before, after: after + around }),
  };
}

interface MoreCallsProps {
  readonly words: string;
  readonly onShow: () => void;
}

function MoreCalls({ words, onShow }: MoreCallsProps) {
  return (
    <li>
      <button type="button" className="call-row future" onClick={onShow}>
        … {words}
      </button>
    </li>
  );
}

interface CallProps {
  readonly event: MicroEvent;
  readonly at: string;
  /** Below 0: done before; 0: the current one; above: still to come. */
  readonly place: number;
  /** Which of how many it is, shown or not. */
  readonly number: number;
  readonly count: number;
}

const Call = memo(function Call({ event, at, place, number, count }: CallProps) {
  const run = useRun();
  const tense = place > 0 ? ' future' : '';
  return (
    <li
      style={{ paddingLeft: `${event.depth * indentPx}px` }}
      aria-posinset={number}
      aria-setsize={count}
    >
      <button
        type="button"
        className={`call-row ${event.kind === 'call' ? 'call' : ''}${tense}`}
        aria-current={place === 0 ? 'step' : undefined}
        onClick={() => run('seek', { at })}
      >
        {event.label}
        {event.violations.length > 0 && (
          <span className="flag">
            {icons.flag}
            <span className="hidden-text"> violation</span>
          </span>
        )}
      </button>
    </li>
  );
});
