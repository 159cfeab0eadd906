/** The small buttons of the lanes: zoom, and a table instead of the picture. */
import type { ReactNode } from 'react';
import { commandTitle, useRun } from './useSession.ts';

interface LanesToolsProps {
  readonly isTable: boolean;
  readonly onTable: () => void;
}

export function LanesTools({ isTable, onTable }: LanesToolsProps) {
  return (
    <div className="lanes-tools" role="group" aria-label="Lanes">
      <Tool id="lanes.zoomOut" label="Zoom out" off={isTable}>
        <path d="M3.5 8h9" />
      </Tool>
      <Tool id="lanes.zoomIn" label="Zoom in" off={isTable}>
        <path d="M3.5 8h9M8 3.5v9" />
      </Tool>
      <Tool id="lanes.fit" label="Show the whole run" off={isTable}>
        <path d="M2.5 3v10M13.5 3v10M4.5 8h7M6.5 6l-2 2 2 2M9.5 6l2 2-2 2" />
      </Tool>
      <button
        type="button"
        aria-label="As a table"
        title="As a table"
        aria-pressed={isTable}
        onClick={onTable}
      >
        <Shape>
          <path d="M2.5 3h11v10h-11zM2.5 6.5h11M2.5 9.75h11M6.5 3v10" />
        </Shape>
      </button>
    </div>
  );
}

interface ToolProps {
  readonly id: string;
  readonly label: string;
  readonly off: boolean;
  readonly children: ReactNode;
}

function Tool({ id, label, off, children }: ToolProps) {
  const run = useRun();
  return (
    <button
      type="button"
      aria-label={label}
      title={commandTitle(id)}
      aria-disabled={off}
      onClick={() => run(id)}
    >
      <Shape>{children}</Shape>
    </button>
  );
}

function Shape({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}
