/**
 * A player: a session with the room, the lanes, a caption and a bar in a shadow tree. It touches nothing but that
 * tree: no history, no storage, no keys but those pressed inside it.
 */
import { encodeLinkWith, type LinkProblem } from '../history/linkFormat.ts';
import {
  done,
  refuse,
  type CommandArguments,
  type CommandResult,
  type Outcome,
} from '../session/commandTypes.ts';
import type { PublicState } from '../session/automation.ts';
import { commandRefusal } from './allowedCommands.ts';
import { linkOf } from '../session/derive.ts';
import { readingLoader } from '../session/loaders.ts';
import { publicState } from '../session/publicState.ts';
import { createSession, type Session } from '../session/session.ts';
import type { SessionState } from '../session/sessionState.ts';
import type { PlayerEvent, PlayerHandle } from './handle.ts';
import { openFragment } from './openFragment.ts';
import type { OpenedFragment } from './openedFragment.ts';
import { createFace, type Face } from './playerFace.ts';
import { eventsBetween } from './playerEvents.ts';
import { runAllowed } from './playerCommands.ts';
import { noState } from './noState.ts';
import type { RunSource } from './runSource.ts';
import { visibleClock } from './visibleClock.ts';

export interface PlayerOptions {
  readonly version: string;
  readonly runs: RunSource;
  /** What it shows at first, as in docs/links.md. */
  readonly fragment: string | Promise<string>;
  /** Whether it keeps its run, whatever links say. */
  readonly isReadonly: () => boolean;
  /** Whether the page is nothing but this player. */
  readonly isWholePage: boolean;
  /** Address of the workbench for a fragment; null: there is none. */
  readonly workbench: (fragment: string) => string | null;
}

export interface Player extends Omit<PlayerHandle, 'load'> {
  readonly load: (fragment: string | Promise<string>) => Promise<void>;
  readonly isReadonly: () => boolean;
  /** Shows a wish of the element or its page, and what of `problems` is about the key of links that it came from. */
  readonly look: (wish: Wish, key: string, problems: readonly LinkProblem[]) => void;
}

/** How it is to look; what is absent stays. */
type Wish = Partial<Pick<SessionState, 'controls' | 'panels' | 'theme'>>;

export function createPlayer(root: ShadowRoot, options: PlayerOptions): Player {
  const { tell, listen, end } = createListeners();
  let session: Session | null = null;
  let isReadonlyLink = false;
  /** What is shown in place of the picture, in words; empty: the picture is. */
  let wrong = '';
  let loading = 0;
  let isOver = false;
  let newest: Promise<void> = Promise.resolve();
  const isReadonly = (): boolean => isReadonlyLink || options.isReadonly();

  const state = (): PublicState => {
    const shown = session ? publicState(session) : noState;
    return wrong === '' ? shown : { ...shown, problems: [wrong] };
  };

  const run = (id: string, args: CommandArguments = {}): CommandResult => {
    if (session) return runAllowed(session, id, args, isReadonly());
    return newest.then(() => (session ? run(id, args) : startOver(id, args)));
  };

  /** Commands where nothing can be shown: another run may be. */
  async function startOver(id: string, args: CommandArguments): Promise<Outcome> {
    const refusal = commandRefusal(id, isReadonly());
    const fragment = fragmentOfCommand(id, args);
    if (refusal !== null || fragment === null) return refuse(refusal ?? 'nothing is shown');
    await load(fragment);
    return wrong === '' ? done : refuse(wrong);
  }

  const face: Face = createFace(root, {
    run,
    workbench: () => options.workbench(session ? workbenchFragment(session) : ''),
    isWholePage: options.isWholePage,
    onHeight: (height) => tell({ type: 'height', height }),
  });

  function showWrong(opened: Exclude<OpenedFragment, { kind: 'run' }> | null): void {
    wrong = face.showWrong(opened);
  }

  /** Shows a state; the first makes the session. */
  function show(shown: SessionState): Session {
    if (session) {
      session.player.pause();
      session.store.setState(shown);
      return session;
    }
    const made = createSession({ clock: visibleClock, addressOf: String, copy: noCopy }, shown);
    session = made;
    made.store.subscribe((after, before) => {
      if (wrong !== '' && after.history !== before.history) showWrong(null);
      face.update(after);
      for (const event of eventsBetween(made, before, after)) tell(event);
    });
    face.begin(made);
    return made;
  }

  function take(opened: OpenedFragment): void {
    if (opened.kind !== 'run') {
      session?.player.pause();
      showWrong(opened);
      tell({ type: 'error', message: wrong, state: state() });
      return;
    }
    isReadonlyLink = opened.readonly;
    showWrong(null);
    const shown = show(opened.state);
    for (const message of state().problems) tell({ type: 'error', message, state: state() });
    if (opened.play) shown.player.play();
  }

  function showWish(
    { store }: Session,
    wish: Wish,
    key: string,
    problems: readonly LinkProblem[],
  ): void {
    const others = store.getState().problems.filter((problem) => problem.key !== key);
    store.setState({ ...wish, problems: [...others, ...problems] });
    const messages = state().problems.slice(others.length);
    for (const message of messages) tell({ type: 'error', message, state: state() });
  }

  /** Resolves when it is shown, or another one that was asked for meanwhile. */
  async function open(fragment: string | Promise<string>, isNewest: () => boolean): Promise<void> {
    loading++;
    const opened = await openSafely(fragment, session, options.runs);
    loading--;
    if (isOver) return;
    if (!isNewest()) return newest;
    take(opened);
    tell({ type: 'ready', state: state() });
  }

  function load(fragment: string | Promise<string>): Promise<void> {
    const mine = open(fragment, () => newest === mine);
    newest = mine;
    return mine;
  }

  return {
    version: options.version,
    ready: load(options.fragment),
    isIdle: () => loading === 0 && (session?.isIdle() ?? true),
    state,
    run,
    load,
    listen,
    height: face.height,
    isReadonly,
    look(wish, key, problems) {
      const own = problems.filter((problem) => problem.key === key);
      const showIt = (): void => {
        if (session) showWish(session, wish, key, own);
      };
      if (session) showIt();
      else void newest.then(showIt);
    },
    destroy() {
      isOver = true;
      session?.player.pause();
      end();
      face.destroy();
    },
  };
}

function createListeners() {
  const listeners = new Set<(event: PlayerEvent) => void>();
  return {
    tell(event: PlayerEvent): void {
      for (const listener of listeners) listener(event);
    },
    listen(listener: (event: PlayerEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end: () => listeners.clear(),
  };
}

/** What a fragment shows, or what is wrong with it or its source. */
async function openSafely(
  fragment: string | Promise<string>,
  session: Session | null,
  runs: RunSource,
): Promise<OpenedFragment> {
  const kept = session?.store.getState() ?? { theme: 'auto' as const, speed: 1 };
  try {
    return await openFragment((await fragment).replace(/^#/, ''), kept, runs);
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** The fragment that does what a command does that opens another run; null for any other command. */
function fragmentOfCommand(id: string, args: CommandArguments): string | null {
  const [key, value] =
    id === 'scenario.open'
      ? ['scenario', args['scenario']]
      : id === 'script.apply'
        ? ['script', args['text']]
        : [];
  return typeof value === 'string' ? `${key}=${encodeURIComponent(value)}` : null;
}

/** What the workbench opens to go on from here: with its own panels. */
function workbenchFragment(session: Session): string {
  const link = linkOf(session.store.getState());
  const packer = readingLoader.ifLoaded()?.packer ?? null;
  return encodeLinkWith(packer, { ...link, view: null, controls: null, readonly: false });
}

async function noCopy(): Promise<boolean> {
  return false;
}
