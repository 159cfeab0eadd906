/** What the kernel would say up to here: refusals, signals, IOMMU faults, and the rules that were broken. */
import './log.css';
import { printCursor, type Cursor } from '../history/cursor.ts';
import type { SessionState } from '../session/sessionState.ts';
import { rules } from '../model/violations/rules.ts';
import { placedViolations, verdicts, violationsSoFar } from '../session/derive.ts';
import { resultSentence } from '../session/words.ts';
import { useRun, useSession } from './useSession.ts';

interface LogLine {
  readonly cursor: Cursor;
  readonly words: string;
  readonly bad: boolean;
}

/** Results up to the cursor that are more than a plain success, and every violation, in order. */
function logLines(state: SessionState): readonly LogLine[] {
  const { history, cursor } = state;
  const judged = verdicts(history);
  const seen = new Set(violationsSoFar(state).map(({ id }) => id));
  const violations = placedViolations(history)
    .filter(({ violation }) => seen.has(violation.id))
    .map(({ violation, cursor: where }) => {
      const luck = judged.get(violation.id) === 'luck' ? ' (luck)' : '';
      return {
        cursor: where,
        words: `${violation.agent}: ${rules[violation.rule].title}${luck}`,
        bad: luck === '',
      };
    });
  const complete = cursor.micro === null ? cursor.operation : cursor.operation - 1;
  const results = history.entries.slice(0, complete).flatMap(({ result }, i) => {
    if (result.kind === 'ok' && result.value === null && result.faults === 0) return [];
    const bad = result.kind !== 'ok' && result.kind !== 'bytes';
    return [{ cursor: { operation: i + 1, micro: null }, words: resultSentence(result), bad }];
  });
  return [...violations, ...results].toSorted((a, b) => a.cursor.operation - b.cursor.operation);
}

export function LogPanel() {
  const state = useSession((s) => s);
  const run = useRun();
  const lines = logLines(state);
  if (lines.length === 0) {
    return <p className="empty log">Nothing yet: results, faults and broken rules appear here.</p>;
  }
  return (
    <ol className="log scroll">
      {lines.map(({ cursor, words, bad }, i) => (
        <li key={i}>
          <button type="button" onClick={() => run('seek', { at: printCursor(cursor) })}>
            <span className="at">{cursor.operation}</span>
            <span className={bad ? 'words bad' : 'words'}>{words}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
