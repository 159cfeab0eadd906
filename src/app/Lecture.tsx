/**
 * A lecture: the room, and under it one idea at a time in large type. The page asks for the full screen when
 * it may; leaving that leaves the lecture.
 */
import './lecture.css';
import { useEffect, useRef, useState } from 'react';
import { printCursor } from '../history/cursor.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import { beatsOf, currentBeat, type Beat } from '../session/beats.ts';
import { currentEntry, isAtEnd, isAtStart } from '../session/derive.ts';
import { lineOfEntry } from '../session/scriptLines.ts';
import { icons } from './icons.tsx';
import { RoomPanel } from './RoomPanel.tsx';
import { Scrubber } from './Transport.tsx';
import { commandTitle, useRun, useSession, useSessionObject } from './useSession.ts';

export function Lecture() {
  const platform = useSession((s) => findPlatform(s.platform)?.title ?? s.platform);
  const title = useSession((s) => s.scenario.title || 'Untitled script');
  const isStill = usePointerAtRest();
  const run = useRun();
  useFullScreen();
  return (
    <main className={isStill ? 'lecture at-rest' : 'lecture'}>
      <header className="lecture-head">
        <h1>{title}</h1>
        <span className="lecture-platform">{platform}</span>
        <Position />
        <button
          type="button"
          className="button square"
          aria-label="Leave the lecture"
          title={commandTitle('lecture.toggle')}
          onClick={() => run('lecture.toggle')}
        >
          {icons.close}
        </button>
      </header>
      <div className="lecture-room">
        <RoomPanel />
      </div>
      <section className="lecture-words" aria-label="What to know now" aria-live="polite">
        <LineNow />
        <Shown />
      </section>
      <footer className="lecture-foot">
        <button
          type="button"
          className="button square"
          aria-label="Back"
          onClick={() => run('lecture.back')}
        >
          {icons.microBack}
        </button>
        <Scrubber />
        <button
          type="button"
          className="button square strong"
          aria-label="On"
          onClick={() => run('lecture.next')}
        >
          {icons.microForward}
        </button>
      </footer>
    </main>
  );
}

function Position() {
  const at = useSession((s) => printCursor(s.cursor));
  const length = useSession((s) => s.history.entries.length);
  return (
    <span className="lecture-position">
      <b>{at}</b> / {length}
    </span>
  );
}

/** The operation at the cursor, as its script line. */
function LineNow() {
  const state = useSession((s) => s);
  const entry = currentEntry(state);
  if (!entry) return null;
  const { who, agent, code, result } = lineOfEntry(entry, state.history.setup);
  return (
    <p className="lecture-line">
      <b className={`who-${who}`}>{agent}:</b> {code}
      {state.cursor.micro === null && result !== '' && <span className="result">{result}</span>}
    </p>
  );
}

function Shown() {
  const state = useSession((s) => s);
  const beats = beatsOf(state);
  const index = currentBeat(state, beats);
  const beat = beats[index];
  if (!beat) return null;
  return (
    <>
      <BeatWords key={`${printCursor(state.cursor)}/${index}`} beat={beat} />
      {beats.length > 1 && (
        <p className="lecture-dots" aria-label={`Idea ${index + 1} of ${beats.length}`} role="img">
          {beats.map((_, i) => (
            <span key={i} className={i <= index ? 'dot past' : 'dot'} />
          ))}
        </p>
      )}
      {isAtStart(state) && (
        <p className="lecture-hint">
          <kbd>→</kbd> or a presenter remote goes on, <kbd>Esc</kbd> leaves
        </p>
      )}
      {isAtEnd(state) && index === beats.length - 1 && (
        <p className="lecture-hint">This is the end of the run.</p>
      )}
    </>
  );
}

function BeatWords({ beat: { kind, head, text, lines } }: { readonly beat: Beat }) {
  return (
    <div className={`beat beat-${kind}`}>
      {head !== '' && (
        <h2>
          {kind === 'violation' && icons.flag}
          {kind === 'fix' && icons.check}
          {head}
        </h2>
      )}
      <p>{text}</p>
      {lines.length > 0 && (
        <pre tabIndex={0} aria-label="Lines of the fix">
          {lines.map((line) => `+ ${line}`).join('\n')}
        </pre>
      )}
    </div>
  );
}

const restMs = 2500;

/** Whether the pointer has not moved for a while: then it is hidden. */
function usePointerAtRest(): boolean {
  const [isStill, setStill] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setStill(true), restMs);
    const onMove = () => {
      setStill(false);
      clearTimeout(timer);
      timer = setTimeout(() => setStill(true), restMs);
    };
    window.addEventListener('pointermove', onMove, { passive: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointermove', onMove);
    };
  }, []);
  return isStill;
}

/** The full screen while the lecture is shown, where the browser grants it. */
function useFullScreen(): void {
  const session = useSessionObject();
  const wasFull = useRef(false);
  useEffect(() => {
    const page = document.documentElement;
    const enter = () => {
      wasFull.current = true;
    };
    // Without a key or a click, as from a link, the browser refuses; the lecture fills the window then.
    if (navigator.userActivation?.isActive && document.fullscreenEnabled)
      page.requestFullscreen().then(enter, () => undefined);
    const onChange = () => {
      if (document.fullscreenElement || !wasFull.current) return;
      session.store.setState({ lecture: false, beat: null });
    };
    document.addEventListener('fullscreenchange', onChange);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    };
  }, [session]);
}
