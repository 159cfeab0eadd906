/** What is marked, with what takes the mark away; and whether it is played again and again. */
import './rangeButtons.css';
import { printCursor } from '../history/cursor.ts';
import { markedRange } from '../session/range.ts';
import { icons } from './icons.tsx';
import { commandTitle, useRun, useSession } from './useSession.ts';

export function RangeButtons() {
  const history = useSession((s) => s.history);
  const marked = useSession((s) => s.range);
  const loop = useSession((s) => s.loop);
  const run = useRun();
  const range = markedRange({ history, range: marked });
  if (!range && !loop) return null;
  const words = range && `${printCursor(range.from)} – ${printCursor(range.to)}`;
  return (
    <span className="range-buttons">
      <button
        type="button"
        className="button square"
        aria-label="Play again and again"
        title={commandTitle('loop.toggle')}
        aria-pressed={loop}
        onClick={() => run('loop.toggle')}
      >
        {icons.loop}
      </button>
      {words !== null && (
        <button
          type="button"
          className="button range-clear"
          aria-label={`Marked: step ${words}. Mark nothing`}
          title={commandTitle('range.clear')}
          onClick={() => run('range.clear')}
        >
          {words}
          {icons.close}
        </button>
      )}
    </span>
  );
}
