/** Runs the rows of a matrix, a slice at a time, so that the page stays fluid meanwhile. */
import { useEffect, useState } from 'react';
import type { Compared } from '../session/comparison.ts';
import { runRows, type MatrixResult, type MatrixRow } from '../session/matrixRun.ts';
import { useSessionObject } from './useSession.ts';

/** Milliseconds of work before the page may do something else. */
const sliceMs = 12;

/** What was last asked for, and what of it is done. */
interface Run {
  readonly rows: readonly MatrixRow[];
  readonly results: readonly MatrixResult[];
}

const none: readonly MatrixResult[] = [];

/** The rows that are done so far, in their order. */
export function useMatrix(state: Compared, rows: readonly MatrixRow[]): readonly MatrixResult[] {
  const session = useSessionObject();
  const [run, setRun] = useState<Run>({ rows, results: [] });
  useEffect(() => {
    let isWanted = true;
    const work = async (): Promise<void> => {
      const done: MatrixResult[] = [];
      let began = performance.now();
      for (const result of runRows(state, rows)) {
        if (!isWanted) return;
        if (result) {
          done.push(result);
          setRun({ rows, results: [...done] });
        }
        if (performance.now() - began < sliceMs) continue;
        await turn();
        began = performance.now();
      }
    };
    session.wait(work()).catch((error: unknown) => {
      // A run that throws is a mistake of the simulator, and belongs where mistakes are shown.
      setRun(() => {
        throw error;
      });
    });
    return () => {
      isWanted = false;
    };
  }, [session, state, rows]);
  return run.rows === rows ? run.results : none;
}

/** Lets the page do what waits. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
