/** A plain editor for the script: mistakes as you type, each with its place and the nearest right word. */
import './editor.css';
import { useMemo, useRef } from 'react';
import { runCommand } from '../session/commands.ts';
import type { Diagnostic } from '../script/diagnostic.ts';
import { parseScenario } from '../script/parse.ts';
import { useSessionObject } from './useSession.ts';

export function ScriptEditor({ draft }: { readonly draft: string }) {
  const session = useSessionObject();
  const field = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const { diagnostics } = useMemo(() => parseScenario(draft), [draft]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const setDraft = (text: string) => session.store.setState({ draft: text });

  function apply(): void {
    runCommand(session, 'script.apply', { text: draft });
  }

  function show({ line, column, endColumn }: Diagnostic): void {
    const start = offsetOf(draft, line, column);
    field.current?.focus();
    field.current?.setSelectionRange(start, start + Math.max(0, endColumn - column));
  }

  function takeSuggestion(diagnostic: Diagnostic): void {
    const { line, column, endColumn, suggestion } = diagnostic;
    const start = offsetOf(draft, line, column);
    setDraft(draft.slice(0, start) + (suggestion ?? '') + draft.slice(start + endColumn - column));
    field.current?.focus();
  }

  return (
    <div className="editor">
      <div className="editor-field">
        <div className="gutter" aria-hidden="true" ref={gutter}>
          {draft.split('\n').map((_, i) => (
            <div key={i} className={diagnostics.some(({ line }) => line === i + 1) ? 'wrong' : ''}>
              {i + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={field}
          aria-label="Script text"
          aria-describedby="script-mistakes"
          aria-invalid={errors > 0}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) apply();
            if (event.key === 'Escape') session.store.setState({ draft: null });
          }}
        />
      </div>
      <div className="diagnostics scroll" id="script-mistakes" role="status" tabIndex={0}>
        {diagnostics.length === 0 ? (
          <p className="fine">No mistakes.</p>
        ) : (
          <ul>
            {diagnostics.map((diagnostic, i) => (
              <Mistake
                key={i}
                diagnostic={diagnostic}
                onShow={() => show(diagnostic)}
                onTake={() => takeSuggestion(diagnostic)}
              />
            ))}
          </ul>
        )}
      </div>
      <div className="editor-buttons">
        <button type="button" className="button primary" disabled={errors > 0} onClick={apply}>
          Apply
        </button>
        <button
          type="button"
          className="button"
          onClick={() => session.store.setState({ draft: null })}
        >
          Cancel
        </button>
      </div>
    </div>
  );
}

interface MistakeProps {
  readonly diagnostic: Diagnostic;
  readonly onShow: () => void;
  readonly onTake: () => void;
}

function Mistake({ diagnostic, onShow, onTake }: MistakeProps) {
  const { line, column, message, suggestion, expected } = diagnostic;
  return (
    <li>
      <button type="button" className="link-button place" onClick={onShow}>
        Line {line}, column {column}
      </button>
      <span>{message}</span>
      {suggestion !== null ? (
        <button type="button" className="button small" onClick={onTake}>
          Put “{suggestion}”
        </button>
      ) : (
        expected.length > 0 && (
          <span className="fine">expected {expected.slice(0, 8).join(', ')}</span>
        )
      )}
    </li>
  );
}

/** Offset in `text` of a line and column from 1. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return Math.min(text.length, start + column - 1);
}
