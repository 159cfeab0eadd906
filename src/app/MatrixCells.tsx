/** The cells of the matrix: heads with the steps, names of the runs, and what came of each step in each. */
import type { Entry } from '../history/history.ts';
import { pillText } from '../scene/operationPill.ts';
import type { Compared } from '../session/comparison.ts';
import { operationLine } from '../session/derive.ts';
import type { MatrixCell, MatrixResult, MatrixRow } from '../session/matrixRun.ts';
import { whoOf } from '../session/scriptLines.ts';
import { cellWords, type MatrixPoint } from './MatrixWords.tsx';
import { signOf, VerdictSign } from './VerdictSign.tsx';

/** Columns that are in the page, from 1, both ends included. */
export interface Window {
  readonly first: number;
  readonly last: number;
  /** Of a column. */
  readonly width: number;
}

/** What is done with a cell. */
interface Chosen {
  readonly onPoint: (point: MatrixPoint) => void;
  readonly onOpen: (row: MatrixRow, operation: number) => void;
  readonly onBeside: (row: MatrixRow) => void;
}

interface StepsProps {
  readonly entries: readonly Entry[];
  readonly state: Compared;
  readonly window: Window;
  readonly current: number;
}

/** The head: a step a column, in short. */
export function Steps({ entries, state, window, current }: StepsProps) {
  return (
    <div className="matrix-row matrix-steps" role="row" aria-rowindex={1}>
      <span className="matrix-name" role="columnheader" aria-colindex={1}>
        run
      </span>
      <Gap columns={window.first - 1} width={window.width} />
      {entries.slice(window.first - 1, window.last).map(({ input, result }, i) => {
        const number = window.first + i;
        const { operation } = input;
        return (
          <span
            key={number}
            className={number === current ? 'matrix-step here' : 'matrix-step'}
            role="columnheader"
            aria-colindex={number + 1}
            aria-current={number === current ? 'step' : undefined}
            title={operationLine(operation)}
          >
            <span className="matrix-number">{number}</span>
            <span className={`matrix-pill who-${whoOf(operation.agent, state.history.setup)}`}>
              {pillText(operation.action, unread(result))}
            </span>
          </span>
        );
      })}
      <Gap columns={entries.length - window.last} width={window.width} />
    </div>
  );
}

/** What a read got differs from row to row, so the head does not say it. */
function unread(result: Entry['result']): Entry['result'] {
  return result.kind === 'bytes' ? { kind: 'ok', value: null, faults: 0 } : result;
}

/** Room for columns that are not in the page. */
function Gap({ columns, width }: { readonly columns: number; readonly width: number }) {
  return columns > 0 && <span style={{ flex: `0 0 ${columns * width}px` }} aria-hidden />;
}

interface RowProps extends Chosen {
  readonly state: Compared;
  /** Number of the operation at the cursor. */
  readonly current: number;
  readonly point: MatrixPoint;
  readonly row: MatrixRow;
  readonly index: number;
  readonly result: MatrixResult | undefined;
  readonly window: Window;
}

/** A run: its name, and what came of each step. */
export function Row({ row, index, result, window, state, current, point, ...on }: RowProps) {
  const isCurrentRow = point.row === index;
  const numbers = Array.from(
    { length: Math.max(0, window.last - window.first + 1) },
    (_, i) => window.first + i,
  );
  return (
    <div
      className={row.isShown ? 'matrix-row shown' : 'matrix-row'}
      role="row"
      aria-rowindex={index + 2}
    >
      <Name
        row={row}
        index={index}
        result={result}
        isChosen={isCurrentRow && point.column === 0}
        onPoint={on.onPoint}
        onBeside={on.onBeside}
      />
      <Gap columns={window.first - 1} width={window.width} />
      {numbers.map((number) => (
        <Cell
          key={number}
          row={row}
          index={index}
          number={number}
          cell={result?.cells[number - 1]}
          isHere={number === current}
          isChosen={isCurrentRow && point.column === number}
          onPoint={on.onPoint}
          onOpen={on.onOpen}
        />
      ))}
      <Gap columns={state.history.entries.length - window.last} width={window.width} />
    </div>
  );
}

interface NameProps extends Pick<Chosen, 'onPoint' | 'onBeside'> {
  readonly row: MatrixRow;
  readonly index: number;
  readonly result: MatrixResult | undefined;
  readonly isChosen: boolean;
}

/** The run of a row, what came of all of it, and what it cost. */
function Name({ row, index, result, isChosen, onPoint, onBeside }: NameProps) {
  return (
    <div className="matrix-name" role="rowheader" aria-colindex={1}>
      <span className="matrix-title" title={row.about}>
        {row.title}
      </span>
      {row.isShown ? (
        <span className="tag">this run</span>
      ) : (
        <button
          type="button"
          className="button small"
          aria-label={`Compare with ${row.title}`}
          data-cell={`${index},0`}
          tabIndex={isChosen ? 0 : -1}
          onFocus={() => onPoint({ row: index, column: 0 })}
          onClick={() => onBeside(row)}
        >
          Compare
        </button>
      )}
      <span className={`matrix-summary is-${result?.worst ?? 'right'}`}>
        {result ? (
          <>
            <VerdictSign sign={result.worst} /> {result.summary}
          </>
        ) : (
          '…'
        )}
      </span>
      <span className="matrix-costs">{result?.costs ?? ''}</span>
    </div>
  );
}

interface CellProps extends Pick<Chosen, 'onPoint' | 'onOpen'> {
  readonly row: MatrixRow;
  readonly index: number;
  readonly number: number;
  readonly cell: MatrixCell | undefined;
  readonly isHere: boolean;
  readonly isChosen: boolean;
}

function Cell({ row, index, number, cell, isHere, isChosen, onPoint, onOpen }: CellProps) {
  const sign = cell ? signOf(cell.verdict, cell.refused) : 'right';
  const words = cell ? (cell.refused ?? cell.verdict) : '…';
  return (
    <div
      className={`matrix-cell is-${sign}${isHere ? ' here' : ''}`}
      role="gridcell"
      aria-colindex={number + 1}
      aria-selected={isChosen}
    >
      <button
        type="button"
        aria-label={`${row.title}, step ${number}: ${cell ? cellWords(cell) : 'not run yet'}`}
        data-cell={`${index},${number}`}
        data-first={isChosen || undefined}
        tabIndex={isChosen ? 0 : -1}
        onFocus={() => onPoint({ row: index, column: number })}
        onPointerEnter={() => onPoint({ row: index, column: number })}
        onClick={() => onOpen(row, number)}
      >
        {cell && <VerdictSign sign={sign} />}
        <span>{words}</span>
      </button>
    </div>
  );
}
