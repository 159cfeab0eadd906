/**
 * What could be done here instead of the script: every agent's next operations, the legal ones and, marked,
 * those that break a rule, because seeing what breaks is the point. Choosing one forks the run.
 */
import { useMemo, useState } from 'react';
import { agentName } from '../model/names.ts';
import { nextOperations } from '../model/nextOperations.ts';
import type { Operation } from '../model/operation.ts';
import { printOperation } from '../script/printOperation.ts';
import { currentState } from '../session/derive.ts';
import { doHere } from '../session/forkCommands.ts';
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

export function DoSheet({ onClose }: { readonly onClose: () => void }) {
  const state = useSession(currentState);
  const [filter, setFilter] = useState('');
  const session = useSessionObject();
  const choices = useMemo(() => choicesOf(state), [state]);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = choices.filter(({ line }) =>
    words.every((word) => line.toLowerCase().includes(word)),
  );
  const agents = [...new Set(shown.map(({ agent }) => agent))];
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
          const [first] = shown;
          if (first) doHere(session, first.operation);
        }}
      >
        <input
          type="search"
          data-first
          aria-label="Filter operations"
          placeholder="Filter: gpu map, write, evict …"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </form>
      <div className="dialog-scroll scroll">
        {shown.length === 0 && <p className="empty">No operation has these words.</p>}
        {agents.map((agent) => (
          <section key={agent} aria-label={agent}>
            <h3 className={`do-agent who-${shown.find((each) => each.agent === agent)?.who}`}>
              {agent}
            </h3>
            {shown
              .filter((choice) => choice.agent === agent)
              .map((choice) => (
                <button
                  key={choice.line}
                  type="button"
                  className="do-choice"
                  onClick={() => doHere(session, choice.operation)}
                >
                  <span className="mark">
                    {!choice.legal && (
                      <>
                        {icons.flag}
                        <span className="hidden-text">breaks a rule: </span>
                      </>
                    )}
                  </span>
                  <code>{choice.code}</code>
                  {!choice.legal && <span className="reason">{choice.why}</span>}
                </button>
              ))}
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function choicesOf(state: Parameters<typeof nextOperations>[0]): readonly Choice[] {
  return nextOperations(state).map(({ operation, legal, why }) => {
    const line = printOperation(operation);
    const agent = agentName(operation.agent);
    return {
      operation,
      agent,
      who: whoOf(operation.agent, state.setup),
      line,
      code: line.slice(line.indexOf(':') + 1).trim(),
      legal,
      why,
    };
  });
}
