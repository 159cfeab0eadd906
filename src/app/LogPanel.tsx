/** The kernel's log up to here, with what calls returned and the rules that were broken between its lines. */
import './log.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { printCursor } from '../history/cursor.ts';
import { logLines, type LogLine } from '../session/logLines.ts';
import { onceDrawn } from '../view/onceDrawn.ts';
import { useRun, useSession } from './useSession.ts';

export function LogPanel() {
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const [kernelOnly, setKernelOnly] = useState(false);
  const lines = useMemo(() => logLines({ history, cursor }), [history, cursor]);
  const printed = lines.filter(({ kind }) => kind === 'printk').length;
  const shown = kernelOnly ? lines.filter(({ kind }) => kind === 'printk') : lines;
  const list = useRef<HTMLOListElement>(null);

  useEffect(() => {
    onceDrawn(() => list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' }));
  }, [shown.length]);

  return (
    <div className="log">
      {(printed > 0 || kernelOnly) && (
        <label className="log-filter">
          <input
            type="checkbox"
            checked={kernelOnly}
            onChange={(event) => setKernelOnly(event.currentTarget.checked)}
          />{' '}
          only what the kernel printed ({printed})
        </label>
      )}
      {shown.length === 0 ? (
        <p className="empty">
          Nothing yet: what the kernel prints, results, faults and broken rules appear here.
        </p>
      ) : (
        <ol className="log-lines scroll" ref={list}>
          {shown.map((line, i) => (
            <Line key={i} line={line} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Line({ line: { cursor, kind, words, bad } }: { readonly line: LogLine }) {
  const run = useRun();
  return (
    <li>
      <button type="button" onClick={() => run('seek', { at: printCursor(cursor) })}>
        <span className="at">{cursor.operation}</span>
        <span className={`words ${kind}${bad ? ' bad' : ''}`}>
          {kind === 'printk' && <span className="hidden-text">kernel: </span>}
          {words}
        </span>
      </button>
    </li>
  );
}
