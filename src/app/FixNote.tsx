/** What the last fix changed, with the way back. */
import { useEffect, useState } from 'react';
import { textBeforeFix } from '../session/compareRuns.ts';
import { fixOutcome, rightOn } from '../session/fixOutcome.ts';
import type { BranchTree } from '../history/tree.ts';
import { icons } from './icons.tsx';
import { commandTitle, useRun, useSession, useSessionObject } from './useSession.ts';

export function FixNote() {
  const state = useSession((s) => s);
  const run = useRun();
  const outcome = fixOutcome(state);
  const platforms = usePlatforms(outcome !== null);
  if (!outcome || !state.undo) return null;
  const { before, after, beside } = outcome;
  const origin = beside ?? textBeforeFix(state, state.undo);
  return (
    <div className="fix-note" role="status">
      <p className="fix-head">
        <strong>{state.undo.what}</strong>
      </p>
      <p>
        Broken rules: {before} → {after}.{' '}
        {beside === null
          ? 'It changes a declaration, so this is a script of its own.'
          : 'It stands as a fork beside what it fixes.'}{' '}
        {platforms}
      </p>
      <p className="fix-tools">
        <button
          type="button"
          className="button small"
          title={commandTitle('fix.undo')}
          onClick={() => run('fix.undo')}
        >
          {icons.undo}
          Undo
        </button>
        {origin !== null && state.compare === null && (
          <button
            type="button"
            className="button small"
            onClick={() => run('compare.with', { run: origin })}
          >
            Compare with before
          </button>
        )}
      </p>
    </div>
  );
}

interface Found {
  readonly tree: BranchTree;
  readonly words: string;
}

/** On which platforms the run breaks no rule: found when the page has nothing else to do. */
function usePlatforms(isWanted: boolean): string {
  const session = useSessionObject();
  const tree = useSession((s) => s.tree);
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    let finish = (): void => undefined;
    const timer = setTimeout(() => {
      const { right, wrong } = rightOn(session.store.getState());
      setFound({ tree, words: wordsOf(right, wrong) });
      finish();
    }, 60);
    void session.wait(new Promise<void>((resolve) => (finish = resolve)));
    return () => {
      clearTimeout(timer);
      finish();
    };
  }, [session, tree, isWanted]);
  return found?.tree === tree ? found.words : '';
}

function wordsOf(right: readonly string[], wrong: readonly string[]): string {
  const all = right.length + wrong.length;
  if (wrong.length === 0) return `Right on all ${all} platforms now.`;
  if (right.length === 0) return 'On every platform some rule is still broken.';
  return `Right on ${right.join(', ')} now; still not on ${wrong.join(', ')}.`;
}
