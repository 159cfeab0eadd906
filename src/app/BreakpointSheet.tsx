/** The breakpoints: where playing stops; each can be set, cleared, and run to. */
import { useState } from 'react';
import { violationClasses } from '../model/violations/rule.ts';
import {
  breakpointWords,
  parseBreakpoint,
  printBreakpoint,
  type Breakpoint,
} from '../session/breakpoint.ts';
import { currentState } from '../session/derive.ts';
import type { SessionState } from '../session/sessionState.ts';
import { Dialog } from './Dialog.tsx';
import { icons } from './icons.tsx';
import { commandTitle, useRun, useSession } from './useSession.ts';
import './breakpoints.css';

export function BreakpointSheet({ onClose }: { readonly onClose: () => void }) {
  const breakpoints = useSession((s) => s.breakpoints);
  const run = useRun();
  return (
    <Dialog title="Breakpoints" place="middle" onClose={onClose}>
      <p className="dialog-intro">
        Playing stops there, and <kbd>b</kbd> runs to the next one.
      </p>
      <div className="dialog-scroll scroll breakpoints">
        {breakpoints.length === 0 && <p className="empty">None yet.</p>}
        <ul aria-label="Breakpoints that are set">
          {breakpoints.map((breakpoint) => (
            <Row key={printBreakpoint(breakpoint)} breakpoint={breakpoint} />
          ))}
        </ul>
        <Offers />
        <Written />
      </div>
      <footer className="dialog-foot">
        <button
          type="button"
          className="button"
          aria-disabled={breakpoints.length === 0}
          onClick={() => run('breakpoint.clear')}
        >
          Clear all
        </button>
        <button
          type="button"
          className="button strong"
          aria-disabled={breakpoints.length === 0}
          title={commandTitle('breakpoint.next')}
          onClick={() => {
            if ('ok' in run('breakpoint.next')) onClose();
          }}
        >
          Run to the next
        </button>
      </footer>
    </Dialog>
  );
}

function Row({ breakpoint }: { readonly breakpoint: Breakpoint }) {
  const run = useRun();
  const words = breakpointWords(breakpoint);
  return (
    <li className="breakpoint-row">
      <span className="breakpoint-dot" aria-hidden="true" />
      <span>{words}</span>
      <button
        type="button"
        className="button square small"
        aria-label={`Clear: ${words}`}
        onClick={() => run('breakpoint.toggle', { at: printBreakpoint(breakpoint) })}
      >
        {icons.close}
      </button>
    </li>
  );
}

/** What is likely to be wanted here, one click each. */
function Offers() {
  const set = useSession((s) => s.breakpoints.map(printBreakpoint).join(';')).split(';');
  const selected = useSession(selectedByte);
  const run = useRun();
  const offers: readonly Breakpoint[] = [
    { kind: 'owner' },
    ...(selected ? [selected] : []),
    ...violationClasses.map((each) => ({ kind: 'class', class: each }) as const),
  ];
  const left = offers.filter((offer) => !set.includes(printBreakpoint(offer)));
  return (
    <div className="breakpoint-offers" role="group" aria-label="Stop at">
      {left.map((offer) => (
        <button
          key={printBreakpoint(offer)}
          type="button"
          className="button small"
          onClick={() => run('breakpoint.toggle', { at: printBreakpoint(offer) })}
        >
          + {breakpointWords(offer)}
        </button>
      ))}
    </div>
  );
}

/** A write to the first byte of the selected line. */
function selectedByte(state: SessionState): Breakpoint | null {
  const { selection } = state;
  if (selection?.kind !== 'line') return null;
  const { setup } = currentState(state);
  const buffer = setup.buffers[selection.buffer]?.name;
  if (buffer === undefined) return null;
  return { kind: 'byte', buffer, offset: selection.line * setup.platform.lineSize };
}

function Written() {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const run = useRun();
  return (
    <form
      className="breakpoint-form"
      onSubmit={(event) => {
        event.preventDefault();
        const isOne = parseBreakpoint(text.trim()) !== null;
        setProblem(isOne ? '' : 'An operation’s number, or a byte such as frame+64');
        if (!isOne) return;
        run('breakpoint.toggle', { at: text.trim() });
        setText('');
      }}
    >
      <input
        type="text"
        data-first
        aria-label="Operation or byte"
        aria-describedby="breakpoint-problem"
        placeholder="12, or frame+64"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem('');
        }}
      />
      <button type="submit" className="button">
        Set
      </button>
      <p id="breakpoint-problem" className="problem" role="status">
        {problem}
      </p>
    </form>
  );
}
