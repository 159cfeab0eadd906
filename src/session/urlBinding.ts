/**
 * Keeps the address of the page and the session in step. A change is written at once, those that follow it
 * at most three times a second, and at once again when playing stops or the link is shared; browsers drop or
 * refuse more than some 100 in half a minute, and what was refused is written later. Moving replaces the entry in the browser's history; another scenario, platform or fork adds one.
 */
import { encodeLinkWith, type LinkProblem } from '../history/linkFormat.ts';
import { carriesText } from './carriesText.ts';
import { isFork, linkOf } from './derive.ts';
import { openingLoader, textToolsLoader, type Loader } from './loaders.ts';
import type { Opening } from './opening.ts';
import type { Clock } from './player.ts';
import type { Session } from './session.ts';
import type { SessionState } from './sessionState.ts';
import type { TextTools } from './textTools.ts';

/** The page's address, as far as the binding needs it. */
export interface Address {
  /** Fragment without `#`. */
  readonly fragment: () => string;
  /** False where the browser refuses for now, as after too many writes. */
  readonly replace: (fragment: string) => boolean;
  /** The same with a new entry in the browser's history. */
  readonly push: (fragment: string) => boolean;
  /** Calls the listener when the reader goes back, forward, or edits the address. */
  readonly onNavigate: (listener: () => void) => () => void;
  /** Calls the listener when the page is about to go away. */
  readonly onLeave: (listener: () => void) => () => void;
}

const gatherMs = 334;
const retryMs = 3000;

export interface UrlBinding {
  /** Resolves when what the address said is shown. */
  readonly opened: Promise<void>;
  readonly stop: () => void;
}

/** Opens what the address says and keeps it up to date. */
export function bindUrl(session: Session, address: Address, clock: Clock): UrlBinding {
  const { store, player } = session;
  let written = address.fragment();
  let documentWritten: SessionState | null = null;
  let isOpening = false;
  let isDirty = false;
  let cancelTimer: (() => void) | null = null;

  function write(): void {
    isDirty = false;
    const state = store.getState();
    const fragment = encodeLinkWith(textToolsLoader.ifLoaded()?.packer ?? null, linkOf(state));
    if (fragment === written) return;
    const isNewDocument = documentWritten !== null && !isSameDocument(state, documentWritten);
    if (isNewDocument ? address.push(fragment) : address.replace(fragment)) {
      written = fragment;
      documentWritten = state;
    } else {
      isDirty = true;
      wait(retryMs);
    }
  }

  /** Writes what is not written yet after a while. */
  function wait(ms: number): void {
    cancelTimer?.();
    cancelTimer = clock.after(ms, () => {
      cancelTimer = null;
      if (isDirty) gather();
    });
  }

  function gather(): void {
    isDirty = true;
    if (cancelTimer !== null) return;
    write();
    if (!isDirty) wait(gatherMs);
  }

  function show({ openLink }: Opening, tools: TextTools | null): void {
    isOpening = true;
    const { change, play } = openLink(store.getState(), written, tools);
    store.setState(change);
    documentWritten = store.getState();
    isDirty = false;
    isOpening = false;
    if (play) player.play();
  }

  async function open(): Promise<void> {
    player.pause();
    const fragment = address.fragment();
    written = fragment;
    const parts = Promise.all([
      ifItCan(openingLoader),
      carriesText(fragment) ? ifItCan(textToolsLoader) : null,
    ]);
    const [opening, tools] = await session.wait(parts);
    if (written !== fragment) return;
    if (opening) show(opening, tools);
    else store.setState({ problems: [notOpened] });
  }

  /** The session begins with what the bare address shows. */
  const isBare = written === '';
  if (isBare) documentWritten = store.getState();

  const stops = [
    store.subscribe((state, before) => {
      if (isOpening || !changesLink(state, before)) return;
      if (before.playing && !state.playing) write();
      else gather();
      // A link with text in it is shorter packed: with the tools at hand it is written again.
      if ((state.scenarioId === null || isFork(state)) && !textToolsLoader.ifLoaded()) {
        session.wait(textToolsLoader.load()).then(write, () => undefined);
      }
    }),
    session.onShare(write),
    address.onLeave(() => {
      if (isDirty) write();
    }),
    address.onNavigate(() => {
      if (address.fragment() !== written) void open();
    }),
  ];
  return {
    opened: isBare ? Promise.resolve() : open(),
    stop() {
      cancelTimer?.();
      for (const stop of stops) stop();
    },
  };
}

const notOpened: LinkProblem = {
  key: '',
  value: '',
  message: 'the part of bufscope that opens links could not be loaded',
};

/** A part, or null where it cannot be loaded. */
function ifItCan<T>({ load }: Loader<T>): Promise<T | null> {
  return load().catch(() => null);
}

function isSameDocument(a: SessionState, b: SessionState): boolean {
  return (
    a.script === b.script &&
    a.platform === b.platform &&
    a.dmaDebug === b.dmaDebug &&
    a.tree === b.tree
  );
}

/** Whether a change concerns the link at all. */
function changesLink(a: SessionState, b: SessionState): boolean {
  return (
    !isSameDocument(a, b) ||
    a.playing !== b.playing ||
    a.cursor !== b.cursor ||
    a.panels !== b.panels ||
    a.selection !== b.selection ||
    a.theme !== b.theme ||
    a.speed !== b.speed ||
    a.caches !== b.caches ||
    a.range !== b.range ||
    a.loop !== b.loop ||
    a.pauses !== b.pauses ||
    a.controls !== b.controls ||
    a.breakpoints !== b.breakpoints ||
    a.compare !== b.compare ||
    a.lecture !== b.lecture
  );
}
