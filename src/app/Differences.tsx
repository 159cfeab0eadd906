/** What two runs have otherwise at the point shown, in words, and their calls side by side. */
import { memo } from 'react';
import { pairEvents, type EventPair } from '../history/align.ts';
import { entryAt } from '../history/points.ts';
import { differenceGroups, type Difference } from '../session/runDifferences.ts';
import type { Compared, ComparedRun } from './compared.ts';
import { useRun } from './useSession.ts';

/** The differences by what they are about, in a table: what, here, there. */
export function DifferenceList({ compared }: { readonly compared: Compared }) {
  const { differences, here, there } = compared;
  return (
    <section className="panel differences" aria-label="Differences">
      <div className="panel-head">
        <h2 className="panel-title">Differences</h2>
        <span className="panel-note">{countWords(differences.length)}</span>
      </div>
      <div className="differences-body scroll" tabIndex={0} role="group" aria-label="What differs">
        {differences.length === 0 ? (
          <p className="empty">At this step both runs are the same.</p>
        ) : (
          <table className="difference-table">
            <thead>
              <tr>
                <th scope="col">
                  <span className="hidden-text">What</span>
                </th>
                <th scope="col">{here.title}</th>
                <th scope="col">{there.title}</th>
              </tr>
            </thead>
            {differenceGroups.map(({ title, kinds }) => (
              <Group
                key={title}
                title={title}
                differences={differences.filter(({ kind }) => kinds.includes(kind))}
              />
            ))}
          </table>
        )}
      </div>
    </section>
  );
}

/** `3 differences`. */
export function countWords(count: number): string {
  if (count === 0) return 'none';
  return count === 1 ? '1 difference' : `${count} differences`;
}

const shownAtMost = 200;

interface GroupProps {
  readonly title: string;
  readonly differences: readonly Difference[];
}

function Group({ title, differences }: GroupProps) {
  if (differences.length === 0) return null;
  const more = differences.length - shownAtMost;
  return (
    <tbody>
      <tr className="difference-group">
        <th colSpan={3} scope="rowgroup">
          {title}
        </th>
      </tr>
      {differences.slice(0, shownAtMost).map(({ kind, what, here, there }, i) => (
        <tr key={`${kind} ${what} ${i}`} className={`difference is-${kind}`}>
          <th scope="row">{what}</th>
          <td>{here}</td>
          <td>{there}</td>
        </tr>
      ))}
      {more > 0 && (
        <tr>
          <td colSpan={3}>and {more} more</td>
        </tr>
      )}
    </tbody>
  );
}

/** The calls of the operation in both runs: equal ones across both columns, others in their own. */
export function CallPairs({ compared }: { readonly compared: Compared }) {
  const { here, there } = compared;
  const [own, other] = [eventsOf(here), eventsOf(there)];
  const isPaired = compared.alignment[here.cursor.operation - 1]?.kind !== 'only-here';
  const pairs = pairEvents(own, isPaired ? other : []);
  const different = pairs.filter(({ same }) => !same).length;
  return (
    <section className="panel call-pairs" aria-label="Calls side by side">
      <div className="panel-head">
        <h2 className="panel-title">Calls</h2>
        {pairs.length > 0 && (
          <span className="panel-note">
            {different === 0 ? 'the same' : `${different} otherwise`}
          </span>
        )}
      </div>
      {pairs.length === 0 ? (
        <p className="empty">Each step opens into the calls and events that it causes.</p>
      ) : (
        <div className="call-pairs-body scroll" tabIndex={0} role="group" aria-label="Calls">
          <ol className="call-pairs-list">
            {numbered(pairs).map(({ pair, index }, i) => (
              <PairRow
                key={i}
                pair={pair}
                at={`${here.cursor.operation}.${index}`}
                isPast={index <= doneOf(here, own.length)}
                titles={[here.title, there.title]}
              />
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}

function eventsOf({ history, cursor }: ComparedRun) {
  return entryAt(history, cursor)?.events ?? [];
}

function doneOf({ cursor }: ComparedRun, count: number): number {
  return cursor.micro ?? count;
}

/** Each pair with the number of the micro-event here that is done with it. */
function numbered(pairs: readonly EventPair[]) {
  let index = 0;
  return pairs.map((pair) => {
    if (pair.here) index++;
    return { pair, index };
  });
}

interface PairRowProps {
  readonly pair: EventPair;
  /** The point after it. */
  readonly at: string;
  readonly isPast: boolean;
  readonly titles: readonly [string, string];
}

const PairRow = memo(function PairRow({ pair, at, isPast, titles }: PairRowProps) {
  const run = useRun();
  const tense = isPast ? '' : ' future';
  const { here, there, same } = pair;
  if (same && here) {
    return (
      <li className={`call-pair same${tense}`}>
        <button type="button" onClick={() => run('seek', { at })}>
          {here.label}
        </button>
      </li>
    );
  }
  return (
    <li className={`call-pair${tense}`}>
      {here ? (
        <button type="button" className="only" onClick={() => run('seek', { at })}>
          <span className="hidden-text">only {titles[0]}: </span>
          {here.label}
        </button>
      ) : (
        <span className="nothing" aria-hidden="true" />
      )}
      {there ? (
        <span className="only">
          <span className="hidden-text">only {titles[1]}: </span>
          {there.label}
        </span>
      ) : (
        <span className="nothing" aria-hidden="true" />
      )}
    </li>
  );
});
