/**
 * The command palette: a filter over every command, by name, id and key. A command that has to be told
 * something asks for it, one parameter after another, and what is refused says why.
 */
import { useState, type KeyboardEvent } from 'react';
import { commands, runCommand } from '../session/commands.ts';
import type { Command, Outcome, Parameter } from '../session/commandTypes.ts';
import {
  askedParameters,
  commandChoices,
  filterChoices,
  valueChoices,
  type PaletteChoice,
} from '../session/paletteChoices.ts';
import { Dialog } from './Dialog.tsx';
import { useSession, useSessionObject } from './useSession.ts';

/** A command whose parameters are being asked for. */
interface Asking {
  readonly command: Command;
  readonly given: Readonly<Record<string, string>>;
  readonly next: Parameter;
}

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [problem, setProblem] = useState('');
  const [text, setText] = useState('');
  const state = useSession((s) => s);
  const session = useSessionObject();
  const known = asking ? valueChoices(asking.next.name, state) : commandChoices;
  const shown = filterChoices(known, text);

  function settle(outcome: Outcome): void {
    if ('error' in outcome) setProblem(outcome.error);
    else if (session.store.getState().sheet === 'palette') onClose();
  }

  function goOn(command: Command, given: Readonly<Record<string, string>>): void {
    const next = askedParameters(command).find(({ name }) => !(name in given));
    setProblem('');
    if (next) {
      setText('');
      setAsking({ command, given, next });
      return;
    }
    const outcome = runCommand(session, command.id, given);
    if (outcome instanceof Promise) void outcome.then(settle);
    else settle(outcome);
  }

  function take(choice: PaletteChoice | undefined): void {
    if (asking) {
      const value = choice?.value ?? text;
      goOn(asking.command, { ...asking.given, [asking.next.name]: value });
      return;
    }
    const command = commands.find(({ id }) => id === choice?.value);
    if (command) goOn(command, {});
  }

  return (
    <Dialog title="Commands" place="middle" onClose={onClose}>
      {asking && (
        <p className="dialog-intro">
          {asking.command.name}: {asking.next.what}
        </p>
      )}
      <ChoiceList
        key={asking?.next.name ?? ''}
        label={asking ? asking.next.what : 'Find a command'}
        choices={shown}
        text={text}
        onText={(typed) => {
          setText(typed);
          setProblem('');
        }}
        onTake={take}
      />
      <p className="dialog-note problem" role="status">
        {problem || (shown.length === 0 && !asking ? 'No command has these words.' : '')}
      </p>
    </Dialog>
  );
}

interface ChoiceListProps {
  readonly label: string;
  readonly choices: readonly PaletteChoice[];
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Undefined: what was typed is meant. */
  readonly onTake: (choice: PaletteChoice | undefined) => void;
}

/** A field with a list below it; the arrow keys move in the list while the focus stays in the field. */
function ChoiceList({ label, choices, text, onText, onTake }: ChoiceListProps) {
  const [at, setAt] = useState(0);
  const here = Math.min(at, choices.length - 1);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      const next = (here + step + choices.length) % choices.length;
      setAt(next);
      document.getElementById(`palette-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onTake(choices[here]);
    }
  }

  return (
    <>
      <div className="do-filter">
        <input
          type="text"
          role="combobox"
          data-first
          placeholder="A word of what to do"
          ref={(field) => field?.focus()}
          aria-label={label}
          aria-expanded="true"
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={here < 0 ? undefined : `palette-${here}`}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setAt(0);
            onText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id="palette-list" className="dialog-scroll scroll" role="listbox" aria-label={label}>
        {choices.map(({ value, name, keys }, i) => (
          <div
            key={value}
            id={`palette-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === here}
            className="palette-choice"
            onClick={() => onTake({ value, name, keys })}
            onKeyDown={onKeyDown}
          >
            <span>{name}</span>
            <code>{value}</code>
            <span className="palette-keys">
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </div>
        ))}
      </div>
    </>
  );
}
