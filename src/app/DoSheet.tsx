/**
 * What could be done here instead of the script: every agent's next operations, the legal ones and, marked,
 * those that break a rule, because seeing what breaks is the point. Choosing one forks the run. The filter
 * finds unlikely ones too, and takes any operation as a line of the language.
 */
import { useMemo, useState } from 'react';
import { agentName } from '../model/names.ts';
import { moreOperations, nextOperations, type NextOperation } from '../model/nextOperations.ts';
import type { Operation } from '../model/operation.ts';
import type { State } from '../model/state.ts';
import { printOperation } from '../script/printOperation.ts';
import { currentState } from '../session/derive.ts';
import { doHere } from '../session/forkCommands.ts';
import { readLine } from '../session/readLine.ts';
import { whoOf, type Who } from '../session/scriptLines.ts';
import { Dialog } from './Dialog.tsx';
import { icons } from './icons.tsx';
import { useSession, useSessionObject } from './useSession.ts';

interface Choice {
  readonly operation: Operation;
  readonly agent: string;
  readonly who: Who;
  readonly line: string;
  readonly code: string;
  readonly legal: boolean;
  readonly why: string;
}

/** Choices that are listed at once; more words narrow them down. */
const mostShown = 120;

export function DoSheet({ onClose }: { readonly onClose: () => void }) {
  const state = useSession(currentState);
  const scenario = useSession((s) => s.scenario);
  const [filter, setFilter] = useState('');
  const session = useSessionObject();
  const isFiltered = filter.trim() !== '';
  const likely = useMemo(() => choicesOf(nextOperations(state), state), [state]);
  const more = useMemo(
    () => (isFiltered ? choicesOf(moreOperations(state), state) : []),
    [state, isFiltered],
  );
  const written = useMemo(() => readLine(filter, scenario, state), [filter, scenario, state]);
  const matching = filtered([...likely, ...more], filter);
  const shown = matching.slice(0, mostShown);
  const agents = [...new Set(shown.map(({ agent }) => agent))];
  const doIt = (operation: Operation) => doHere(session, operation);
  return (
    <Dialog title="Do something else" place="middle" onClose={onClose}>
      <p className="dialog-intro">
        It happens here and now, and the run goes on from it as a fork. The script stays as it is.
        What <span className="mark">{icons.flag}</span> breaks a rule can be done too.
      </p>
      <form
        className="do-filter"
        onSubmit={(event) => {
          event.preventDefault();
          const chosen = written.kind === 'none' ? shown[0] : written;
          if (chosen && 'operation' in chosen) doIt(chosen.operation);
        }}
      >
        <input
          autoComplete="off"
          type="search"
          data-first
          aria-label="Filter operations, or write one"
          aria-describedby="do-written"
          placeholder="Filter: gpu map, evict … or write: app@cpu0: write p+64 64 B"
          spellCheck={false}
          autoCapitalize="off"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <p id="do-written" className="do-written" role="status">
          {written.kind === 'wrong' && written.message}
        </p>
      </form>
      <div className="dialog-scroll scroll">
        {written.kind === 'line' && (
          <section aria-label="As written">
            <h3 className="do-agent">As written</h3>
            <ChoiceButton choice={choiceOf(written, state)} withAgent onDo={doIt} />
          </section>
        )}
        {shown.length === 0 && written.kind === 'none' && (
          <p className="empty">No operation has these words.</p>
        )}
        {agents.map((agent) => (
          <section key={agent} aria-label={agent}>
            <h3 className={`do-agent who-${shown.find((each) => each.agent === agent)?.who}`}>
              {agent}
            </h3>
            {shown
              .filter((choice) => choice.agent === agent)
              .map((choice) => (
                <ChoiceButton key={choice.line} choice={choice} onDo={doIt} />
              ))}
          </section>
        ))}
        <p className="dialog-note">
          {isFiltered
            ? matching.length > mostShown && `${matching.length - mostShown} more have these words.`
            : 'The filter finds more: other CPUs, other bytes, calls out of turn.'}
        </p>
      </div>
    </Dialog>
  );
}

interface ChoiceButtonProps {
  readonly choice: Choice;
  /** Whether it names its agent itself. */
  readonly withAgent?: boolean;
  readonly onDo: (operation: Operation) => void;
}

function ChoiceButton({ choice, withAgent = false, onDo }: ChoiceButtonProps) {
  const { operation, line, code, legal, why } = choice;
  return (
    <button type="button" className="do-choice" onClick={() => onDo(operation)}>
      <span className="mark">
        {!legal && (
          <>
            {icons.flag}
            <span className="hidden-text">breaks a rule: </span>
          </>
        )}
      </span>
      <code>{withAgent ? line : code}</code>
      {!legal && <span className="reason">{why}</span>}
    </button>
  );
}

function filtered(choices: readonly Choice[], filter: string): readonly Choice[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ line }) => words.every((word) => line.toLowerCase().includes(word)));
}

function choicesOf(operations: readonly NextOperation[], state: State): readonly Choice[] {
  return operations.map((operation) => choiceOf(operation, state));
}

function choiceOf({ operation, legal, why }: NextOperation, state: State): Choice {
  const line = printOperation(operation);
  return {
    operation,
    agent: agentName(operation.agent),
    who: whoOf(operation.agent, state.setup),
    line,
    code: line.slice(line.indexOf(':') + 1).trim(),
    legal,
    why,
  };
}
