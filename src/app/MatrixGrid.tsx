/**
 * The grid of the matrix: names and steps stay in sight while it scrolls, only the columns near the window
 * are in the page, and one Tab stop leads into it, as in every grid.
 */
import { useEffect, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { Compared } from '../session/comparison.ts';
import type { MatrixResult, MatrixRow } from '../session/matrixRun.ts';
import { Row, Steps, type Window } from './MatrixCells.tsx';
import type { MatrixPoint } from './MatrixWords.tsx';

interface MatrixGridProps {
  readonly state: Compared;
  readonly rows: readonly MatrixRow[];
  readonly results: readonly MatrixResult[];
  /** Number of the operation at the cursor. */
  readonly current: number;
  readonly point: MatrixPoint;
  readonly onPoint: (point: MatrixPoint) => void;
  readonly onOpen: (row: MatrixRow, operation: number) => void;
  readonly onBeside: (row: MatrixRow) => void;
}

/** Columns share the width there is, in pixels within these limits. */
const leastColumn = 84;
const mostColumn = 148;
/** Columns beyond the window that are in the page. */
const margin = 8;

export function MatrixGrid(props: MatrixGridProps) {
  const { state, rows, results, current, point, onPoint } = props;
  const { entries } = state.history;
  const scroller = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Window>({ first: 1, last: 40, width: leastColumn });
  const hasMoved = useRef(false);

  const look = (): void => {
    const element = scroller.current;
    if (!element) return;
    const width = columnWidth(element, entries.length);
    const first = Math.max(1, Math.floor(element.scrollLeft / width) - margin);
    const count = Math.ceil(element.clientWidth / width) + 2 * margin;
    const last = Math.min(entries.length, first + count);
    setShown((now) =>
      now.first === first && now.last === last && now.width === width
        ? now
        : { first, last, width },
    );
  };

  useEffect(() => {
    reveal(scroller.current, point.column, shown.width);
    look();
    if (!hasMoved.current) return;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-cell="${point.row},${point.column}"]`)
      ?.focus({ preventScroll: true });
  });

  function move(event: KeyboardEvent<HTMLElement>): void {
    const next = pointAfter(
      event,
      point,
      rows,
      entries.length,
      pageOf(scroller.current, shown.width),
    );
    if (!next) return;
    event.preventDefault();
    hasMoved.current = true;
    onPoint(next);
  }

  const window: Window = {
    first: Math.max(1, Math.min(shown.first, point.column || 1)),
    last: Math.min(entries.length, Math.max(shown.last, point.column)),
    width: shown.width,
  };
  const style: CSSProperties & Record<'--matrix-column', string> = {
    '--matrix-column': `${shown.width}px`,
  };
  return (
    <div className="matrix-scroll scroll" ref={scroller} onScroll={look}>
      <div
        className="matrix"
        role="grid"
        style={style}
        tabIndex={-1}
        aria-label="What came of each step in each run"
        aria-colcount={entries.length + 1}
        aria-rowcount={rows.length + 1}
        onKeyDown={move}
      >
        <Steps entries={entries} state={state} window={window} current={current} />
        {rows.map((row, i) => (
          <Row key={row.title} {...props} row={row} index={i} result={results[i]} window={window} />
        ))}
      </div>
    </div>
  );
}

function namesWidth(element: HTMLElement): number {
  return element.querySelector<HTMLElement>('.matrix-name')?.offsetWidth ?? 0;
}

function columnWidth(element: HTMLElement, count: number): number {
  const share = Math.floor((element.clientWidth - namesWidth(element)) / Math.max(1, count));
  return Math.max(leastColumn, Math.min(mostColumn, share));
}

/** Brings a column into sight beside the names. */
function reveal(element: HTMLElement | null, column: number, width: number): void {
  if (!element || column < 1) return;
  const left = (column - 1) * width;
  const right = left + width + namesWidth(element);
  if (left < element.scrollLeft) element.scrollLeft = left;
  else if (right > element.scrollLeft + element.clientWidth)
    element.scrollLeft = right - element.clientWidth;
}

/** Columns that are in sight at once. */
function pageOf(element: HTMLElement | null, width: number): number {
  return Math.max(1, Math.floor((element?.clientWidth ?? 0) / width) - 3);
}

/** Where a key leads; null where it leads nowhere in the grid. */
function pointAfter(
  { key, ctrlKey, metaKey }: KeyboardEvent,
  { row, column }: MatrixPoint,
  rows: readonly MatrixRow[],
  count: number,
  page: number,
): MatrixPoint | null {
  const isWhole = ctrlKey || metaKey;
  const to = (nextRow: number, nextColumn: number): MatrixPoint => {
    const there = Math.max(0, Math.min(rows.length - 1, nextRow));
    const first = rows[there]?.isShown === true ? 1 : 0;
    return { row: there, column: Math.max(first, Math.min(count, nextColumn)) };
  };
  switch (key) {
    case 'ArrowRight':
      return to(row, column + 1);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowUp':
      return to(row - 1, column);
    case 'Home':
      return to(isWhole ? 0 : row, 0);
    case 'End':
      return to(isWhole ? rows.length - 1 : row, count);
    case 'PageDown':
      return to(row, column + page);
    case 'PageUp':
      return to(row, Math.max(1, column - page));
    default:
      return null;
  }
}
