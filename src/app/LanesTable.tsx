/** The lanes in words: a row an operation, around the cursor. */
import { useEffect, useMemo, useRef } from 'react';
import { laneRows, type LaneRow } from '../session/laneRows.ts';
import { useRun, useSession } from './useSession.ts';

export function LanesTable() {
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const { rows, first, last } = useMemo(() => laneRows({ history, cursor }), [history, cursor]);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    body.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [cursor]);
  return (
    <div className="lanes-table scroll">
      <table>
        <caption>
          Operations {first} to {last} of {history.entries.length}
          {last - first + 1 < history.entries.length && ', those around the current step'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Agent</th>
            <th scope="col">Operation</th>
            <th scope="col">Result</th>
            <th scope="col">Broken rules</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, i) => (
            <Row
              key={i}
              row={row}
              isCurrent={!row.isNested && row.operation === cursor.operation}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, isCurrent }: { readonly row: LaneRow; readonly isCurrent: boolean }) {
  const run = useRun();
  const { operation, at, isNested, agent, code, result, violations } = row;
  return (
    <tr aria-current={isCurrent ? 'step' : undefined} className={isNested ? 'nested' : undefined}>
      <th scope="row">
        <button type="button" onClick={() => run('seek', { at })}>
          {isNested ? `during ${operation}` : operation}
        </button>
      </th>
      <td>{agent}</td>
      <td className="mono">{code}</td>
      <td className="mono">{result}</td>
      <td>
        {violations.map(({ title, harm }, i) => (
          <span key={i} className="broken">
            {harm ? '⚑' : '⚐'} {title} ({harm ? 'harm' : 'luck on this platform'})
          </span>
        ))}
      </td>
    </tr>
  );
}
