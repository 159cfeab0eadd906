/** The kernel's objects at this point, with their counts and lists; and what the run has cost so far. */
import './objects.css';
import { useMemo } from 'react';
import type { State } from '../model/state.ts';
import { sameSelection } from '../scene/selection.ts';
import { currentState } from '../session/derive.ts';
import type { Fact, ObjectRow, ObjectSection } from '../session/objects/objectRow.ts';
import { objectSections } from '../session/objects/objectSections.ts';
import { useSession, useSessionObject } from './useSession.ts';

export function ObjectsPanel() {
  const state = useSession(currentState);
  const sections = useMemo(() => objectSections(state), [state]);
  return (
    <div className="objects scroll" tabIndex={0} role="group" aria-label="Objects">
      <h2 className="hidden-text">Objects</h2>
      {sections.map((section) => (
        <Section key={section.key} section={section} />
      ))}
      <Costs state={state} />
    </div>
  );
}

function Section({ section: { title, note, rows } }: { readonly section: ObjectSection }) {
  return (
    <section>
      <h3>
        {title} <span className="panel-note">{note}</span>
      </h3>
      {rows.map((row) => (
        <Row key={row.key} row={row} />
      ))}
    </section>
  );
}

function Row({ row: { what, facts, selection, tone, inner } }: { readonly row: ObjectRow }) {
  const session = useSessionObject();
  const current = useSession((s) => s.selection);
  const className = `object-row${inner ? ' inner' : ''}${tone === 'bad' ? ' bad' : ''}`;
  const content = (
    <>
      <span className="what">{what}</span>
      <span className="facts">
        {facts.map((fact, i) => (
          <FactWords key={i} fact={fact} before={facts[i - 1]} />
        ))}
      </span>
    </>
  );
  if (!selection) return <div className={className}>{content}</div>;
  const isSelected = sameSelection(current, selection);
  return (
    <button
      type="button"
      className={className}
      aria-pressed={isSelected}
      onClick={() => session.store.setState({ selection: isSelected ? null : selection })}
    >
      {content}
    </button>
  );
}

interface FactProps {
  readonly fact: Fact;
  /** The one before it: a length stands close to its address, all else behind a comma. */
  readonly before: Fact | undefined;
}

function FactWords({ fact, before }: FactProps) {
  const isLength = typeof before === 'object' && typeof fact === 'string' && fact.startsWith('+');
  const gap = before === undefined ? '' : isLength ? ' ' : ', ';
  return (
    <>
      {gap}
      {typeof fact === 'string' ? fact : <code>{fact.code}</code>}
    </>
  );
}

function Costs({ state }: { readonly state: State }) {
  const { costs } = state;
  const rows: readonly (readonly [string, number])[] = [
    ['system calls', costs.syscalls],
    ['page faults', costs.faults],
    ['interrupts between CPUs', costs.ipis],
    ['lines maintained', costs.maintainedLines],
    ['lines cleaned', costs.cleanedLines],
    ['lines invalidated', costs.invalidatedLines],
    ['bytes bounced', costs.bouncedBytes],
  ];
  return (
    <section>
      <h3>What it has cost</h3>
      <dl className="costs">
        {rows.map(([what, count]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{count.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
