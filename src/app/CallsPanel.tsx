/** The nested kernel calls of the current operation, micro-event by micro-event; a click goes there. */
import { memo, useEffect, useRef } from 'react';
import type { MicroEvent } from '../model/microEvent.ts';
import { currentEntry, eventsDone } from '../session/derive.ts';
import { onceDrawn } from '../view/onceDrawn.ts';
import { icons } from './icons.tsx';
import { useRun, useSession } from './useSession.ts';

const indentPx = 12;

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
  return (
    <section className="panel calls" aria-label="Calls">
      <div className="panel-head">
        <h2 className="panel-title">Calls</h2>
        {entry && (
          <span className="panel-note">
            event {done} of {events.length}
          </span>
        )}
      </div>
      {entry ? (
        <ol className="calls-list scroll" ref={list}>
          {events.map((event, i) => (
            <Call
              key={i}
              event={event}
              at={`${operation}.${i + 1}`}
              place={Math.sign(i + 1 - done)}
            />
          ))}
        </ol>
      ) : (
        <p className="empty">
          Each step opens into the kernel calls and hardware events it causes.
        </p>
      )}
    </section>
  );
}

interface CallProps {
  readonly event: MicroEvent;
  readonly at: string;
  /** Below 0: done before; 0: the current one; above: still to come. */
  readonly place: number;
}

const Call = memo(function Call({ event, at, place }: CallProps) {
  const run = useRun();
  const tense = place > 0 ? ' future' : '';
  return (
    <li style={{ paddingLeft: `${event.depth * indentPx}px` }}>
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
