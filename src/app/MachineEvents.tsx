/**
 * What can happen to an object now: each legal event with the operation that does it; and each that is not
 * possible with the reason, and where one can break the rule, the operation that does.
 */
import { Fragment, useEffect, useState } from 'react';
import { printCursor } from '../history/cursor.ts';
import { nextTaking } from '../history/passages.ts';
import type { MachineInstance } from '../model/machines/instances.ts';
import type { State } from '../model/state.ts';
import { searchDeeds, type Deed, type FoundDeeds } from '../session/doEvent.ts';
import { currentState, operationLine } from '../session/derive.ts';
import { doHere } from '../session/forkCommands.ts';
import { picturedMachines as machines } from '../session/picturedMachines.ts';
import { icons } from './icons.tsx';
import { useRun, useSession, useSessionObject } from './useSession.ts';

/** Trying what could be done takes a while: it waits until the steps stand still for so long, */
const restMs = 80;
/** and then goes on in slices of a time in which no frame is missed. */
const sliceMs = 6;

export function MachineEvents({ instance }: { readonly instance: MachineInstance }) {
  const state = useSession(currentState);
  const found = useDeeds(state, instance);
  return (
    <div className="machine-events">
      {instance.possible.length > 0 && <Possible instance={instance} found={found} />}
      {instance.impossible.length > 0 && <Refused instance={instance} found={found} />}
    </div>
  );
}

interface EventsProps {
  readonly instance: MachineInstance;
  readonly found: FoundDeeds;
}

/** Legal events: what keeps the rules first, then what breaks one, then what comes by itself. */
function Possible({ instance, found }: EventsProps) {
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const rows = instance.possible.map((event) => {
    const deed = found.possible.find((each) => each.event === event) ?? null;
    const next = deed ? null : nextTaking(history, instance.instance, event, cursor);
    const rank = deed ? (deed.breaks === '' ? 0 : 1) : next ? 2 : 3;
    return { event, deed, next, rank, words: wordsOf(instance, event) };
  });
  const ordered = rows.toSorted((a, b) => a.rank - b.rank);
  const others = ordered.filter(({ rank }) => rank === 3);
  return (
    <>
      <h3 className="machine-events-title">Can happen now</h3>
      {found.isDone || found.possible.length > 0 ? (
        <ul>
          {ordered.map(({ event, deed, next, words }) => (
            <Fragment key={event}>
              {deed && (
                <li>
                  <DeedButton deed={deed} title={words.title} />
                </li>
              )}
              {next && (
                <li>
                  <ComesByItself at={printCursor(next)} {...words} />
                </li>
              )}
            </Fragment>
          ))}
        </ul>
      ) : (
        <p className="deed-names">{rows.map(({ words }) => words.title).join(', ')}</p>
      )}
      {found.isDone && others.length > 0 && (
        <details className="machine-refused">
          <summary>Legal, but not by one operation from here</summary>
          <ul>
            {others.map(({ event, words }) => (
              <li key={event}>
                <b>{words.title}</b> {words.doc}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Events that are not legal, with the reason, and with what would do them all the same. */
function Refused({ instance, found }: EventsProps) {
  return (
    <details className="machine-refused">
      <summary>Not possible now: why not</summary>
      <ul>
        {instance.impossible.map(({ event, why }) => {
          const deed = found.breaking.find((each) => each.event === event);
          return (
            <li key={event}>
              <b>{wordsOf(instance, event).title}</b> {why}
              {deed && <DeedButton deed={deed} title="Do it all the same" />}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function wordsOf(
  { machine }: MachineInstance,
  event: string,
): { readonly title: string; readonly doc: string } {
  const words = machines[machine].words.events[event];
  return { title: words?.title ?? event, doc: words?.doc ?? '' };
}

/** An operation that brings an event about; a flag and words say where it breaks a rule. */
function DeedButton({ deed, title }: { readonly deed: Deed; readonly title: string }) {
  const session = useSessionObject();
  const line = operationLine(deed.operation);
  return (
    <button
      type="button"
      className={deed.breaks === '' ? 'deed' : 'deed breaks'}
      onClick={() => doHere(session, deed.operation)}
    >
      <span className="deed-title">
        {title}
        {deed.breaks !== '' && (
          <span className="deed-breaks">
            {icons.flag}
            {deed.breaks}
          </span>
        )}
      </span>
      <code>{line}</code>
    </button>
  );
}

interface ComesByItselfProps {
  readonly at: string;
  readonly title: string;
  readonly doc: string;
}

/** An event that no operation brings about from here, but that comes as this run goes on. */
function ComesByItself({ at, title, doc }: ComesByItselfProps) {
  const run = useRun();
  return (
    <button type="button" className="deed ahead" onClick={() => run('seek', { at })}>
      <span className="deed-title">
        {title}
        <span className="deed-at">comes at step {at}</span>
      </span>
      <span className="deed-doc">{doc}</span>
    </button>
  );
}

/** Tries the next operations once the steps stand still; what it finds comes as it is found. */
function useDeeds(state: State, instance: MachineInstance): FoundDeeds {
  const session = useSessionObject();
  const playing = useSession((s) => s.playing);
  const search = searchDeeds(state, instance);
  const [, setFound] = useState(search.found);
  useEffect(() => {
    if (playing || search.found().isDone) return undefined;
    let finish = (): void => undefined;
    const goOn = (): void => {
      const end = performance.now() + sliceMs;
      while (!search.found().isDone && performance.now() < end) search.tryNext();
      setFound(search.found());
      if (search.found().isDone) finish();
      else timer = setTimeout(goOn);
    };
    let timer = setTimeout(goOn, restMs);
    void session.wait(new Promise<void>((resolve) => (finish = resolve)));
    return () => {
      clearTimeout(timer);
      finish();
    };
  }, [session, search, playing]);
  return search.found();
}
