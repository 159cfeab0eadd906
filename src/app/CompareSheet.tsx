/** Chooses the run beside this one: a platform, a branch, a policy, a step left out, or in writing. */
import { useMemo, useState, type FormEvent } from 'react';
import type { Outcome } from '../session/commandTypes.ts';
import { comparisonChoices } from '../session/comparisonChoices.ts';
import { Dialog } from './Dialog.tsx';
import { useRun, useSession, useSessionObject } from './useSession.ts';

export function CompareSheet({ onClose }: { readonly onClose: () => void }) {
  const session = useSessionObject();
  const run = useRun();
  const compare = useSession((s) => s.compare);
  const groups = useMemo(() => comparisonChoices(session.store.getState()), [session]);
  const [wrong, setWrong] = useState('');

  async function show(text: string): Promise<void> {
    const outcome: Outcome = await run('compare.with', { run: text });
    if ('error' in outcome) setWrong(`“${text}” ${outcome.error}`);
    else onClose();
  }

  function choose(text: string): void {
    show(text).catch(() => setWrong('The part of bufscope that runs scripts could not be loaded'));
  }

  return (
    <Dialog title="Compare with another run" place="middle" onClose={onClose}>
      <div className="scenario-sheet">
        <WrittenRun onChoose={choose} />
        <p className="dialog-note problem" role="status">
          {wrong}
        </p>
        <div className="dialog-scroll scroll" tabIndex={-1}>
          {compare !== null && (
            <button
              type="button"
              className="choice"
              onClick={() => {
                run('compare.close');
                onClose();
              }}
            >
              <span className="choice-title">Close the comparison</span>
              <span className="choice-summary">
                Beside this run is now <code>{compare}</code>.
              </span>
            </button>
          )}
          {groups.map(({ title, choices }) => (
            <section key={title} aria-label={title}>
              <h3 className="group-title">{title}</h3>
              {choices.map(({ text, title: name, about }) => (
                <button
                  key={text}
                  type="button"
                  className="choice"
                  aria-current={text === compare || undefined}
                  onClick={() => choose(text)}
                >
                  <span className="choice-title">{name}</span>
                  {about !== '' && <span className="choice-summary">{about}</span>}
                </button>
              ))}
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

/** The same as a link says it, for what no list has: `arm64;frame.mmap=none`. */
function WrittenRun({ onChoose }: { readonly onChoose: (text: string) => void }) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onChoose(text.trim());
  };
  return (
    <form className="do-filter" onSubmit={submit}>
      <input
        type="text"
        aria-label="Another run in writing"
        placeholder="or in writing: x86;frame.mmap=none, without:7"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
