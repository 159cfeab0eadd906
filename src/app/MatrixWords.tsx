/** What the cell of the matrix that is chosen says, in words. */
import type { Compared } from '../session/comparison.ts';
import { operationLine } from '../session/derive.ts';
import type { MatrixResult, MatrixRow } from '../session/matrixRun.ts';
import { sentence } from '../session/words.ts';

/** A cell: the row from 0; column 0 is the run as a whole, the others are steps. */
export interface MatrixPoint {
  readonly row: number;
  readonly column: number;
}

interface MatrixWordsProps {
  readonly state: Compared;
  readonly rows: readonly MatrixRow[];
  readonly results: readonly MatrixResult[];
  readonly point: MatrixPoint;
}

export function MatrixWords({ state, rows, results, point }: MatrixWordsProps) {
  const row = rows[point.row];
  const entry = state.history.entries[point.column - 1];
  const cell = results[point.row]?.cells[point.column - 1];
  return (
    <div className="matrix-words">
      {row && point.column === 0 && (
        <p>
          <strong>{row.title}</strong> {row.about}
        </p>
      )}
      {row && entry && (
        <>
          <p>
            <strong>Step {point.column}</strong> <code>{operationLine(entry.input.operation)}</code>
          </p>
          <p>
            <strong>{row.title}:</strong> {cell ? cellWords(cell) : 'not run yet'}
          </p>
        </>
      )}
      <p className="panel-note with-keys">
        Arrow keys walk, Enter opens that run at that step. The first column sets a run beside this
        one.
      </p>
    </div>
  );
}

/** `Wrong. Stale read. Reads A×64, but B×64 is newest.` */
export function cellWords({ verdict, rules, result }: MatrixResult['cells'][number]): string {
  const returned = result === 'ok' ? [] : [result];
  return [verdict, ...rules, ...returned].map((words) => sentence(words)).join(' ');
}
