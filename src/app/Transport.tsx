/** Moving through time: buttons, scrubber, speed, violations, and doing something else. */
import type { CSSProperties } from 'react';
import { endCursor } from '../history/move.ts';
import { printCursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { pointAt, positionText, unit, valueOf } from '../player/timeScale.ts';
import { isAtEnd, isAtStart, placedViolations } from '../session/derive.ts';
import { markedRange, stopCursors } from '../session/range.ts';
import { speeds, type CursorRange } from '../session/sessionState.ts';
import { CommandButton } from './CommandButton.tsx';
import { icons } from './icons.tsx';
import { lazyPart } from './lazyPart.ts';
import { commandTitle, useRun, useSession } from './useSession.ts';

/** Only where something is marked. */
const RangeButtons = lazyPart(async () => (await import('./RangeButtons.tsx')).RangeButtons);

export function Transport({ isPhone }: { readonly isPhone: boolean }) {
  const hasRange = useSession((s) => s.range !== null || s.loop);
  return (
    <section className="transport" aria-label="Time">
      <TransportButtons />
      <Scrubber />
      <Position />
      {hasRange && <RangeButtons />}
      {!isPhone && <Speed />}
      <ViolationsButton />
    </section>
  );
}

function TransportButtons() {
  const playing = useSession((s) => s.playing);
  const atStart = useSession(isAtStart);
  const atEnd = useSession(isAtEnd);
  return (
    <div className="transport-buttons">
      <CommandButton id="seek.start" label="First" off={atStart} icon={icons.first} />
      <CommandButton
        id="step.back"
        label="Operation back"
        off={atStart}
        icon={icons.operationBack}
      />
      <CommandButton
        id="micro.back"
        label="Micro-event back"
        off={atStart}
        icon={icons.microBack}
      />
      <CommandButton
        id="play.toggle"
        label={playing ? 'Pause' : 'Play'}
        className="strong play"
        icon={playing ? icons.pause : icons.play}
      />
      <CommandButton
        id="micro.forward"
        label="Micro-event forward"
        off={atEnd}
        icon={icons.microForward}
      />
      <CommandButton
        id="step.forward"
        label="Operation forward"
        off={atEnd}
        icon={icons.operationForward}
      />
      <CommandButton id="seek.end" label="Last" off={atEnd} icon={icons.last} />
    </div>
  );
}

export function Scrubber() {
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const run = useRun();
  const length = Math.max(1, history.entries.length);
  const at = valueOf(history, cursor);
  const share = (value: number): CSSProperties => ({ left: `${(value / unit / length) * 100}%` });
  const flags = placedViolations(history);
  const marked = useSession((s) => s.range);
  const pauses = useSession((s) => s.pauses);
  const stops = stopCursors({ history, range: marked, pauses });
  const range = markedRange({ history, range: marked });
  return (
    <div className="scrubber">
      {range && <ScrubberRange history={history} range={range} />}
      <div className="track">
        <div className="done" style={{ width: `${(at / unit / length) * 100}%` }} />
      </div>
      <div className="ticks" aria-hidden="true">
        {length <= 80 &&
          history.entries.map((_, i) => (
            <span
              key={i}
              className={(i + 1) * unit <= at ? 'tick past' : 'tick'}
              style={share((i + 1) * unit)}
            />
          ))}
        {stops.map((stop) => (
          <span
            key={printCursor(stop)}
            className="pause-mark"
            style={share(valueOf(history, stop))}
          />
        ))}
        {flags.slice(0, 200).map(({ violation, cursor: where }) => (
          <span key={violation.id} className="flag" style={share(valueOf(history, where))} />
        ))}
      </div>
      <input
        type="range"
        aria-label="Position in the run"
        aria-valuetext={positionText(history, cursor)}
        min={0}
        max={length * unit}
        step={1}
        value={at}
        onChange={(event) =>
          run('seek', { at: pointAt(history, event.currentTarget.valueAsNumber) })
        }
      />
    </div>
  );
}

/** The marked part of the run, behind the track. */
function ScrubberRange({
  history,
  range,
}: {
  readonly history: History;
  readonly range: CursorRange;
}) {
  const length = Math.max(1, history.entries.length) * unit;
  const [from, to] = [valueOf(history, range.from), valueOf(history, range.to)];
  const share = (value: number): string => `${(value / length) * 100}%`;
  return (
    <div className="ticks" aria-hidden="true">
      <span className="range" style={{ left: share(from), width: share(to - from) }} />
    </div>
  );
}

function Position() {
  const cursor = useSession((s) => s.cursor);
  const length = useSession((s) => endCursor(s.history).operation);
  const [operation, micro] = printCursor(cursor).split('.');
  return (
    <span className="position" data-testid="position">
      <b>{operation}</b>
      {micro !== undefined && `.${micro}`} / {length}
    </span>
  );
}

function Speed() {
  const speed = useSession((s) => s.speed);
  const run = useRun();
  const offered = speeds.includes(speed) ? speeds : [...speeds, speed].toSorted((a, b) => a - b);
  return (
    <select
      className="speed"
      aria-label="Speed"
      title="Speed of playing"
      value={speed}
      onChange={(event) => run('speed.set', { speed: event.currentTarget.value })}
    >
      {offered.map((factor) => (
        <option key={factor} value={factor}>
          {factor}×
        </option>
      ))}
    </select>
  );
}

function ViolationsButton() {
  const count = useSession((s) => s.history.violations.length);
  const run = useRun();
  if (count === 0) return null;
  const goOn = () => {
    if ('error' in run('violation.next')) {
      run('seek.start');
      run('violation.next');
    }
  };
  return (
    <button
      type="button"
      className="button violations"
      aria-label={`${count} ${count === 1 ? 'violation' : 'violations'}: go to the next`}
      title={commandTitle('violation.next')}
      onClick={goOn}
    >
      {icons.flag}
      {count}
    </button>
  );
}
