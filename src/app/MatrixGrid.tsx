/**
 * The grid of the matrix: names and steps stay in sight while it scrolls, only the columns near the window
 * are in the page, and one Tab stop leads into it, as in every grid.
 */
import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
} from 'react';
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
/** Columns around the one that is chosen, before the size of the window is known. */
const firstColumns = 20;
/** Columns beyond the window that are in the page. */
const margin = 8;

export function MatrixGrid(props: MatrixGridProps) {
  const { state, rows, results, current, point, onPoint } = props;
  const { entries } = state.history;
  const scroller = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Window>(() => ({
    first: Math.max(1, point.column - firstColumns),
    last: Math.min(entries.length, point.column + firstColumns),
    width: leastColumn,
  }));
  /** Whether the cell that is chosen is to be brought into sight, and to have the focus. */
  const isWanted = useRef(true);

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

  const settle = (): void => {
    const element = scroller.current;
    if (!element || element.clientWidth === 0) return;
    if (isWanted.current) reveal(element, point.column, columnWidth(element, entries.length));
    look();
    const cell = element.querySelector<HTMLElement>(`[data-cell="${point.row},${point.column}"]`);
    if (!isWanted.current || !cell) return;
    cell.focus({ preventScroll: true });
    isWanted.current = false;
  };

  useEffect(settle);

  // A dialog has no size before it is open.
  const onResize = useEffectEvent(settle);
  useEffect(() => {
    if (!scroller.current) return undefined;
    const observer = new ResizeObserver(onResize);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

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
    isWanted.current = true;
    onPoint(next);
  }

  // What is far away has no cells in the page: then the nearest one there leads into the grid.
  const column = Math.max(shown.first, Math.min(shown.last, point.column));
  const stop = point.column === 0 ? point : { row: point.row, column };
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
        <Steps entries={entries} state={state} window={shown} current={current} />
        {rows.map((row, i) => (
          <Row
            key={row.title}
            {...props}
            point={stop}
            row={row}
            index={i}
            result={results[i]}
            window={shown}
          />
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
function reveal(element: HTMLElement, column: number, width: number): void {
  if (column < 1) return;
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
