/**
 * Two runs on one cursor: both rooms with what differs outlined, the differences in words, the calls side
 * by side. It takes the place of the page's columns while a comparison is open.
 */
import './compare.css';
import { useMemo, useState, useSyncExternalStore, type UIEvent } from 'react';
import { textBeforeFix } from '../session/compareRuns.ts';
import { differenceSentence } from '../session/runDifferences.ts';
import { Branches } from './Branches.tsx';
import { Caption } from './Caption.tsx';
import { compareNow, type Compared } from './compared.ts';
import { CompareRoom } from './CompareRoom.tsx';
import { CallPairs, countWords, DifferenceList } from './Differences.tsx';
import { icons } from './icons.tsx';
import { Transport } from './Transport.tsx';
import { useCompared } from './useCompared.ts';
import { openFold } from '../player/roomZoom.ts';
import { commandTitle, useRun, useSession, useSessionObject } from './useSession.ts';

interface ComparePanelProps {
  readonly layout: 'desktop' | 'tablet' | 'phone';
}

export function ComparePanel({ layout }: ComparePanelProps) {
  const session = useSessionObject();
  const opened = useSession((s) => s.opened);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const state = useCompared();
  const cursor = useSession((s) => s.cursor);
  const compare = useSession((s) => s.compare);
  const selection = useSession((s) => s.selection);
  const caches = useSession((s) => s.caches);
  const undo = useSession((s) => s.undo);
  const beforeFix = useMemo(() => textBeforeFix(state, undo), [state, undo]);
  const compared = useMemo(
    () =>
      compareNow({ ...state, cursor, compare, beforeFix }, { selection, caches, opened, folded }),
    [state, cursor, compare, beforeFix, selection, caches, opened, folded],
  );
  const fold = useMemo(
    () => ({
      onFold: (key: string) => openFold(session, key),
      onFoldColumn: (key: string) => setFolded(toggled(key)),
    }),
    [session],
  );
  if (typeof compared === 'string') return <NoRun wrong={compared} isPhone={layout === 'phone'} />;
  return layout === 'phone' ? (
    <PhoneComparison compared={compared} fold={fold} />
  ) : (
    <WideComparison compared={compared} fold={fold} />
  );
}

function toggled(key: string): (keys: ReadonlySet<string>) => ReadonlySet<string> {
  return (keys) => {
    const next = new Set(keys);
    if (!next.delete(key)) next.add(key);
    return next;
  };
}

interface ComparisonProps {
  readonly compared: Compared;
  readonly fold: {
    readonly onFold: (key: string) => void;
    readonly onFoldColumn: (key: string) => void;
  };
}

function WideComparison({ compared, fold }: ComparisonProps) {
  const isWide = useSyncExternalStore(watchWidth, readWidth);
  const isRow = isWide && hasManyRows(compared);
  const { here, there } = useMemo(() => withLegends(compared, isRow), [compared, isRow]);
  return (
    <>
      <div className="column centre comparing">
        <div className={isRow ? 'room-pair in-row' : 'room-pair'} onScrollCapture={scrollTogether}>
          <CompareRoom run={here} isHere {...fold} />
          <CompareRoom run={there} isHere={false} {...fold} />
        </div>
        <Spoken compared={compared} />
        <Caption />
        <Transport isPhone={false} />
        <Forks />
      </div>
      <div className="column side compare-side">
        <div className="compare-bar">
          <CompareButtons />
        </div>
        <DifferenceList compared={compared} />
        <CallPairs compared={compared} />
      </div>
    </>
  );
}

/**
 * Scrolls the other room as far as the one that a person scrolls, so that a line stays beside itself. Each
 * room scrolls to what moves in it by itself.
 */
function scrollTogether({ target, currentTarget }: UIEvent<HTMLElement>): void {
  if (!(target instanceof HTMLElement)) return;
  const [name] = target.classList;
  const room = target.closest('.compare-room');
  if (name === undefined || !room?.matches(':hover, :focus-within')) return;
  for (const other of currentTarget.querySelectorAll(`.${name}`))
    if (other !== target && other.scrollTop !== target.scrollTop)
      other.scrollTop = target.scrollTop;
}

const fewRows = 12;

/** Wide enough for two rooms of easy width side by side. */
const wideQuery = '(min-width: 1660px)';

function readWidth(): boolean {
  return window.matchMedia(wideQuery).matches;
}

function watchWidth(onChange: () => void): () => void {
  const query = window.matchMedia(wideQuery);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Whether a room is rather high than wide, so that two of them stand better side by side. */
function hasManyRows({ here }: Compared): boolean {
  const pages = here.scene.buffers.flatMap((buffer) => buffer.pages);
  return pages.reduce((sum, { rows }) => sum + rows.length, 0) > fewRows;
}

/**
 * The signs of both rooms are explained once, below the second; side by side below both, so that their rows
 * stay at one height.
 */
function withLegends({ here, there }: Compared, isRow: boolean): Pick<Compared, 'here' | 'there'> {
  const known = new Set(here.scene.legend.map(({ key }) => key));
  const more = there.scene.legend.filter(({ key }) => !known.has(key));
  const legend = [...here.scene.legend, ...more];
  return {
    here: { ...here, scene: { ...here.scene, legend: isRow ? legend : [] } },
    there: { ...there, scene: { ...there.scene, legend } },
  };
}

/** One room at a time, with a switch between them. */
function PhoneComparison({ compared, fold }: ComparisonProps) {
  const [isHere, setHere] = useState(true);
  return (
    <div className="column comparing">
      <div className="compare-switch">
        <fieldset className="segmented">
          <legend className="hidden-text">Which run is shown</legend>
          {[true, false].map((side) => (
            <label key={String(side)}>
              <input
                type="radio"
                name="compare-side"
                checked={side === isHere}
                onChange={() => setHere(side)}
              />
              {side ? compared.here.title : compared.there.title}
            </label>
          ))}
        </fieldset>
        <span className="compare-buttons">
          <CompareButtons />
        </span>
      </div>
      <CompareRoom
        key={String(isHere)}
        run={isHere ? compared.here : compared.there}
        isHere={isHere}
        {...fold}
      />
      <Spoken compared={compared} />
      <Caption />
      <div className="sheet compare-sheet scroll">
        <DifferenceList compared={compared} />
        <CallPairs compared={compared} />
      </div>
      <Forks />
      <Transport isPhone />
    </div>
  );
}

function CompareButtons() {
  const run = useRun();
  return (
    <>
      <button
        type="button"
        className="button small"
        title={commandTitle('compare.menu')}
        aria-haspopup="dialog"
        onClick={() => run('compare.menu')}
      >
        Other …
      </button>
      <button
        type="button"
        className="button small"
        title={commandTitle('compare.swap')}
        onClick={() => run('compare.swap')}
      >
        Swap
      </button>
      <button
        type="button"
        className="button square small"
        aria-label="Close the comparison"
        title={commandTitle('compare.close')}
        onClick={() => run('compare.close')}
      >
        {icons.close}
      </button>
    </>
  );
}

const spokenAtMost = 4;

/** What a screen reader says after each step. */
function Spoken({ compared }: { readonly compared: Compared }) {
  const playing = useSession((s) => s.playing);
  const { differences, here, there } = compared;
  const words = differences.slice(0, spokenAtMost).map(differenceSentence);
  const summary = `${here.title} beside ${there.title}: ${countWords(differences.length)}.`;
  return (
    <p className="hidden-text" aria-live="polite">
      {playing ? '' : [summary, ...words.map((each) => `${each}.`)].join(' ')}
    </p>
  );
}

/** The forks, once there is one. */
function Forks() {
  const isForked = useSession((s) => s.tree.branches.length > 1);
  return isForked && <Branches />;
}

/** The comparison says nothing any more: its fork is deleted, or the page shows that run itself. */
function NoRun({ wrong, isPhone }: { readonly wrong: string; readonly isPhone: boolean }) {
  const compare = useSession((s) => s.compare);
  return (
    <div className="column centre comparing">
      <div className="compare-nothing" role="status">
        <p>
          There is nothing to compare with: <code>{compare}</code> {wrong}.
        </p>
        <CompareButtons />
      </div>
      <Caption />
      <Transport isPhone={isPhone} />
    </div>
  );
}
