/** The built-in scenarios by thread, with a search over titles, paragraphs, sources and ids. */
import { useState, type KeyboardEvent } from 'react';
import { byGroup } from '../scenarios/groups.ts';
import type { BuiltIn } from '../session/builtIn.ts';
import { builtIns } from '../session/builtIns.atBuild.ts';
import { onceDrawn } from '../view/onceDrawn.ts';
import { Dialog } from './Dialog.tsx';
import { useRun, useSession } from './useSession.ts';

/** All that can be searched of a scenario. */
function searched({ id, group, scenario }: BuiltIn): string {
  const { title, summary, sources } = scenario;
  return [title, id, group, summary, ...sources].join('\n').toLowerCase();
}

const texts = new Map(builtIns.map((builtIn) => [builtIn.id, searched(builtIn)]));

/** Scenarios that have all the words somewhere. */
function found(search: string): readonly BuiltIn[] {
  const words = search.toLowerCase().split(/\s+/);
  return builtIns.filter(({ id }) => words.every((word) => texts.get(id)?.includes(word)));
}

/** On a touch screen the field would call up a keyboard that hides the list. */
const hasKeyboard = !window.matchMedia('(pointer: coarse)').matches;

/** From the field down into the list, and between its entries; up from the first back to the field. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, .choice')];
  const next = stops.findIndex((stop) => stop === document.activeElement) + step;
  event.preventDefault();
  stops[Math.max(0, Math.min(stops.length - 1, next))]?.focus();
}

export function ScenarioSheet({ onClose }: { readonly onClose: () => void }) {
  const [search, setSearch] = useState('');
  const run = useRun();
  const shown = found(search);
  const groups = byGroup(shown);
  return (
    <Dialog title="Scenarios" place="start" onClose={onClose}>
      <div className="scenario-sheet" role="presentation" onKeyDown={moveFocus}>
        <div className="do-filter">
          <input
            type="search"
            data-first={hasKeyboard || undefined}
            aria-label="Search scenarios"
            placeholder={`Search ${builtIns.length} scenarios: a word, an author, a year`}
            autoComplete="off"
            spellCheck={false}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              const [first] = groups[0]?.entries ?? [];
              if (event.key === 'Enter' && first) run('scenario.open', { scenario: first.id });
            }}
          />
        </div>
        <div className="dialog-scroll scroll" tabIndex={-1}>
          {groups.map(({ group, entries }) => (
            <section key={group} aria-label={group}>
              <h3 className="group-title">
                {group} <span className="group-count">{entries.length}</span>
              </h3>
              {entries.map((entry) => (
                <Choice key={entry.id} entry={entry} />
              ))}
            </section>
          ))}
        </div>
        <p className="dialog-note" role="status">
          {shown.length === 0 ? 'No scenario has these words.' : ''}
        </p>
      </div>
    </Dialog>
  );
}

/** The scenario that is open stands in the middle of the list. */
function scrollHere(choice: HTMLElement | null): void {
  if (choice) onceDrawn(() => choice.scrollIntoView({ block: 'center' }));
}

function Choice({ entry: { id, scenario } }: { readonly entry: BuiltIn }) {
  const isCurrent = useSession((s) => s.scenarioId === id);
  const run = useRun();
  return (
    <button
      type="button"
      className="choice"
      aria-current={isCurrent}
      data-first={(isCurrent && !hasKeyboard) || undefined}
      ref={isCurrent ? scrollHere : undefined}
      onClick={() => run('scenario.open', { scenario: id })}
    >
      <span className="choice-title">{scenario.title}</span>
      <span className="choice-summary">{scenario.summary}</span>
    </button>
  );
}
