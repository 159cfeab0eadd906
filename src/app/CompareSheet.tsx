/** Chooses the run beside this one: a platform, a branch, a policy, a step left out, or in writing. */
import { useMemo, useState, type FormEvent } from 'react';
import type { Outcome } from '../session/commandTypes.ts';
import { comparisonChoices, type ComparisonGroup } from '../session/comparisonChoices.ts';
import { Dialog } from './Dialog.tsx';
import { useRun, useSession, useSessionObject } from './useSession.ts';

/** On a touch screen the field would call up a keyboard that hides the list. */
const hasKeyboard = !window.matchMedia('(pointer: coarse)').matches;

/** The choices that have all the words somewhere. */
function found(groups: readonly ComparisonGroup[], search: string): readonly ComparisonGroup[] {
  const words = search.toLowerCase().split(/\s+/);
  return groups
    .map(({ title, choices }) => ({
      title,
      choices: choices.filter((choice) => {
        const searched = [title, choice.text, choice.title, choice.about].join(' ').toLowerCase();
        return words.every((word) => searched.includes(word));
      }),
    }))
    .filter(({ choices }) => choices.length > 0);
}

export function CompareSheet({ onClose }: { readonly onClose: () => void }) {
  const session = useSessionObject();
  const run = useRun();
  const all = useMemo(() => comparisonChoices(session.store.getState()), [session]);
  const [written, setWritten] = useState('');
  const [wrong, setWrong] = useState('');
  const groups = found(all, written.trim());

  async function show(text: string, instead?: string): Promise<void> {
    const outcome: Outcome = await run('compare.with', { run: text });
    if (!('error' in outcome)) onClose();
    else if (instead === undefined) setWrong(`“${text}” ${outcome.error}`);
    else await show(instead);
  }

  function choose(text: string, instead?: string): void {
    show(text, instead).catch(() =>
      setWrong('The part of bufscope that runs scripts could not be loaded'),
    );
  }

  /** What is written is a run, or else a search whose first result is taken. */
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (written.trim() !== '') choose(written.trim(), groups[0]?.choices[0]?.text);
  }

  return (
    <Dialog title="Compare with another run" place="middle" onClose={onClose}>
      <div className="scenario-sheet">
        <form className="do-filter" onSubmit={submit}>
          <input
            type="search"
            data-first={hasKeyboard || undefined}
            aria-label="Search, or write a run"
            placeholder="Search, or write: x86;frame.mmap=none, without:7"
            autoComplete="off"
            spellCheck={false}
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
        </form>
        <p className="dialog-note problem compare-wrong" role="status">
          {wrong}
        </p>
        <div className="dialog-scroll scroll" tabIndex={-1}>
          <CloseChoice onClose={onClose} />
          <Choices groups={groups} onChoose={choose} />
        </div>
      </div>
    </Dialog>
  );
}

interface ChoicesProps {
  readonly groups: readonly ComparisonGroup[];
  readonly onChoose: (text: string) => void;
}

function Choices({ groups, onChoose }: ChoicesProps) {
  const compare = useSession((s) => s.compare);
  return groups.map(({ title, choices }) => (
    <section key={title} aria-label={title}>
      <h3 className="group-title">{title}</h3>
      {choices.map(({ text, title: name, about }) => (
        <button
          key={text}
          type="button"
          className="choice"
          aria-current={text === compare || undefined}
          onClick={() => onChoose(text)}
        >
          <span className="choice-title">{name}</span>
          {about !== '' && <span className="choice-summary">{about}</span>}
        </button>
      ))}
    </section>
  ));
}

/** While a comparison is open: ends it. */
function CloseChoice({ onClose }: { readonly onClose: () => void }) {
  const compare = useSession((s) => s.compare);
  const run = useRun();
  if (compare === null) return null;
  return (
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
  );
}
