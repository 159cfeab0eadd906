/**
 * The text under way in the script editor: written to the session a moment after the last key, so that typing
 * stays fluid however long the text is, and read for mistakes then. Until it is written the page is not idle.
 */
import { useEffect, useMemo } from 'react';
import type { Diagnostic } from '../../script/diagnostic.ts';
import { outlineOf } from '../../script/outline.ts';
import { parseScenario } from '../../script/parse.ts';
import { draftKey, keepDraft, originalText } from '../../session/drafts.ts';
import type { Session } from '../../session/session.ts';
import { useSessionObject } from '../useSession.ts';

/** How long a text rests before it is read: longer where reading it takes long. */
const restMs = 150;
const charactersPerMs = 400;

export interface Draft {
  readonly diagnostics: readonly Diagnostic[];
  /** Devices in the order of their declarations. */
  readonly devices: readonly string[];
  /** Tells that the text changes; it is asked for when it rests. */
  readonly onChange: (text: () => string) => void;
  /** Writes what is waiting now. */
  readonly flush: () => void;
  /** The text as it was written last; null while a newer one waits, or where there is none. */
  readonly written: () => string | null;
  /** Forgets what is waiting. */
  readonly drop: () => void;
}

/** A change that is not written yet, and what it began from: that may be gone when it is written. */
interface Waiting {
  readonly timer: number;
  readonly text: () => string;
  readonly key: string;
  readonly original: string;
}

/** What is wrong with a draft, and how its changes are written. */
export function useDraft(draft: string): Draft {
  const session = useSessionObject();
  const read = useMemo(() => {
    const { diagnostics } = parseScenario(draft);
    return { diagnostics, devices: outlineOf(draft).cast.devices };
  }, [draft]);
  const writer = useMemo(() => createWriter(session), [session]);
  useEffect(() => {
    const forget = session.watchIdle(() => !writer.isWaiting());
    return () => {
      forget();
      writer.flush(false);
    };
  }, [session, writer]);
  return { ...read, ...writer };
}

function createWriter({ store }: Session) {
  let waiting: Waiting | null = null;

  function drop(): void {
    window.clearTimeout(waiting?.timer);
    waiting = null;
  }

  function flush(isOpen = true): void {
    if (!waiting) return;
    const { key, original } = waiting;
    const text = waiting.text();
    drop();
    store.setState(({ drafts, draft }) => ({
      ...keepDraft(drafts, key, text, original),
      ...(isOpen && draft !== null ? { draft: text } : {}),
    }));
  }

  function onChange(text: () => string): void {
    const state = store.getState();
    const base = waiting ?? { key: draftKey(state), original: originalText(state) };
    drop();
    const rest = restMs + (state.draft ?? '').length / charactersPerMs;
    waiting = { ...base, text, timer: window.setTimeout(() => flush(), rest) };
  }

  // From the store, for what React has drawn may be older.
  const written = (): string | null => (waiting ? null : store.getState().draft);
  return { onChange, flush, drop, written, isWaiting: () => waiting !== null };
}
