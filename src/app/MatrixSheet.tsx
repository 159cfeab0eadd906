/** The same script many times at once: a row a platform or a policy, a column an operation. */
import './matrix.css';
import { useMemo, useState } from 'react';
import { printCursor } from '../history/cursor.ts';
import { matrixKinds, matrixKindTitle, matrixRows, type MatrixRow } from '../session/matrixRun.ts';
import { Dialog } from './Dialog.tsx';
import { MatrixGrid } from './MatrixGrid.tsx';
import { MatrixWords, type MatrixPoint } from './MatrixWords.tsx';
import { useCompared } from './useCompared.ts';
import { useMatrix } from './useMatrix.ts';
import { useRun, useSession } from './useSession.ts';
import { VerdictSign, type Sign } from './VerdictSign.tsx';

export function MatrixSheet({ onClose }: { readonly onClose: () => void }) {
  const state = useCompared();
  const cursor = useSession((s) => s.cursor);
  const run = useRun();
  const [chosen, setChosen] = useState(0);
  const kinds = useMemo(() => matrixKinds(state), [state]);
  const kind = kinds[chosen] ?? kinds[0];
  const rows = useMemo(() => (kind ? matrixRows(state, kind) : []), [state, kind]);
  const results = useMatrix(state, rows);
  const [point, setPoint] = useState<MatrixPoint>(() => ({
    row: Math.max(
      0,
      rows.findIndex(({ isShown }) => isShown),
    ),
    column: Math.max(1, cursor.operation),
  }));

  async function open({ text, isShown }: MatrixRow, at: string): Promise<void> {
    await (isShown ? run('seek', { at }) : run('run.open', { run: text, at }));
    onClose();
  }

  async function beside({ text }: MatrixRow): Promise<void> {
    await run('compare.with', { run: text });
    onClose();
  }

  const count = state.history.entries.length;
  return (
    <Dialog title="The same script, many times" place="wide" onClose={onClose}>
      <div className="matrix-tools">
        <label>
          Rows{' '}
          <select
            value={chosen}
            onChange={(event) => {
              setChosen(Number(event.currentTarget.value));
              setPoint((now) => ({ ...now, row: 0 }));
            }}
          >
            {kinds.map((each, i) => (
              <option key={matrixKindTitle(each)} value={i}>
                {matrixKindTitle(each)}
              </option>
            ))}
          </select>
        </label>
        <Legend />
        <span className="panel-note" role="status">
          {results.length < rows.length ? `run ${results.length + 1} of ${rows.length} …` : ''}
        </span>
      </div>
      {count === 0 ? (
        <p className="empty">The script has no operation yet.</p>
      ) : (
        <MatrixGrid
          state={state}
          rows={rows}
          results={results}
          current={cursor.operation}
          point={point}
          onPoint={setPoint}
          onOpen={(row, at) => void open(row, printCursor({ operation: at, micro: null }))}
          onBeside={(row) => void beside(row)}
        />
      )}
      <MatrixWords state={state} rows={rows} results={results} point={point} />
    </Dialog>
  );
}

const signs: readonly (readonly [Sign, string])[] = [
  ['right', 'right'],
  ['luck', 'luck: a rule is broken, and nothing comes of it'],
  ['wrong', 'wrong: data comes to harm'],
  ['refused', 'refused'],
];

function Legend() {
  return (
    <ul className="matrix-legend" aria-label="Legend">
      {signs.map(([sign, words]) => (
        <li key={sign} className={`is-${sign}`}>
          <VerdictSign sign={sign} /> {words}
        </li>
      ))}
    </ul>
  );
}
