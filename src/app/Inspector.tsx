/** Panels that share a place, as tabs: arrow keys move between them, as in every tab list. */
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { violationsSoFar } from '../session/derive.ts';
import type { PanelId } from '../session/sessionState.ts';
import { panelNames } from './panelNames.ts';
import { useRun, useSession } from './useSession.ts';

interface TabsProps {
  /** Panels that may stand here; those that are hidden are left out. */
  readonly among: readonly PanelId[];
  readonly label: string;
  readonly render: (panel: PanelId) => ReactNode;
}

export function Tabs({ among, label, render }: TabsProps) {
  const panels = useSession((s) => s.panels);
  const front = useSession((s) => s.front);
  const run = useRun();
  const shown = among.filter((id) => panels.includes(id));
  const current = front !== null && shown.includes(front) ? front : shown[0];
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Where the tabs are wider than the window, the chosen one comes into sight.
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!list.current || !tab) return;
    const { scrollWidth, clientWidth } = list.current;
    if (scrollWidth > clientWidth) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  if (current === undefined) return null;

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || event.shiftKey || current === undefined) return;
    const next = shown.at((shown.indexOf(current) + step) % shown.length);
    if (next === undefined) return;
    event.preventDefault();
    run('panel.front', { panel: next });
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }

  return (
    <section className="panel inspector" aria-label={label}>
      <div className="tabs" ref={list} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {shown.map((id) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={id === current}
            aria-controls="tab-panel"
            tabIndex={id === current ? 0 : -1}
            onClick={() => run('panel.front', { panel: id })}
          >
            {panelNames[id]}
            {id === 'log' && <LogCount />}
          </button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${current}`}>
        {render(current)}
      </div>
    </section>
  );
}

function LogCount() {
  const count = useSession((s) => violationsSoFar(s).length);
  return count === 0 ? null : <span className="count">{count}</span>;
}
