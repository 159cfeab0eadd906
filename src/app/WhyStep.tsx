/** This step in plain words, the rule behind it with its source, and what went wrong. */
import './violation.css';
import { explainEvent } from '../model/explain.ts';
import { rules } from '../model/violations/rules.ts';
import type { Violation } from '../model/violation.ts';
import { currentEntry, currentEvent, currentState, eventsDone } from '../session/derive.ts';
import { FixNote } from './FixNote.tsx';
import { icons } from './icons.tsx';
import { useRun, useSession } from './useSession.ts';
import { ViolationCard } from './ViolationCard.tsx';

export function WhyStep() {
  const state = useSession((s) => s);
  const event = currentEvent(state);
  const entry = currentEntry(state);
  const done = eventsDone(state);
  const shown = state.cursor.micro === null ? entry?.events.slice(0, done) : event ? [event] : [];
  const violations = effectsFirst(shown?.flatMap((each) => each.violations) ?? []);
  return (
    <>
      <FixNote />
      <Explanation />
      {violations.map((violation) => (
        <ViolationCard key={violation.id} violation={violation} />
      ))}
      {violations.length === 0 && <Ahead />}
      {entry && entry.events.length === 0 && (
        <p className="why-rule">This operation has no effect that the model shows.</p>
      )}
    </>
  );
}

function Explanation() {
  const state = useSession((s) => s);
  const event = currentEvent(state);
  if (!event) return null;
  const { text, rule, source } = explainEvent(currentState(state), event);
  return (
    <>
      <p className="why-text">{text}</p>
      {(rule !== '' || source !== '') && (
        <p className="why-rule">
          {rule}
          {source !== '' && <cite>{source}</cite>}
        </p>
      )}
    </>
  );
}

/** A violation that is near: in this operation, after what is shown. */
function Ahead() {
  const entry = useSession(currentEntry);
  const done = useSession(eventsDone);
  const run = useRun();
  const events = entry?.events ?? [];
  const index = events.findIndex((event, i) => i >= done && event.violations.length > 0);
  const violation = events[index]?.violations[0];
  if (!violation) return null;
  const distance = index + 1 - done;
  return (
    <button type="button" className="button ahead" onClick={() => run('violation.next')}>
      {icons.flag}
      In {distance} {distance === 1 ? 'event' : 'events'}: {rules[violation.rule].title}
    </button>
  );
}

/** What happened to the data is the news; what made it possible comes after. */
function effectsFirst(violations: readonly Violation[]): readonly Violation[] {
  const isEffect = (violation: Violation) => violation.class === 'effect';
  return [...violations.filter(isEffect), ...violations.filter((each) => !isEffect(each))];
}
