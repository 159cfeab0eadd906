/**
 * Drives a bufscope player in an iframe from the page around it: `bufscope/client` of the package, `client.js`
 * of a hosted site. docs/embedding.md describes it, and the messages that it sends. It stands alone: nothing is
 * imported but types, and it stays below 2 kB compressed.
 *
 * @module
 */
import type { AllowedArguments, AllowedCommand } from '../player/allowedCommands.ts';
import type { PlayerEvent } from '../player/handle.ts';
import type { FrameMessage, RequestId } from '../player/protocol.ts';
import type { PublicState, PublicViolation } from '../session/automation.ts';

export type { AllowedArguments, AllowedCommand, PlayerEvent, PublicState, PublicViolation };
export type { RuleId } from '../model/violation.ts';
export type { Verdict } from '../history/verdicts.ts';

/** What came of a request, and what the player shows afterwards. */
export type Reply =
  | { readonly ok: true; readonly state: PublicState }
  | { readonly ok: false; readonly error: string; readonly state: PublicState };

/** Arguments behind a command's id: none, or one object. */
export type ArgumentsOf<Id extends AllowedCommand> = AllowedArguments[Id] extends null
  ? []
  : [args: AllowedArguments[Id]];

/** Types of what a player tells. */
export type EventType = PlayerEvent['type'];

/** What a player tells, by type. */
export type EventOf<Type extends EventType> = Extract<PlayerEvent, { readonly type: Type }>;

/** How `connect` waits, and whether it sizes the iframe. */
export interface ConnectOptions {
  /**
   * Milliseconds to wait for the player; 0 waits for ever. Without it 10,000, and for ever where the iframe has
   * `loading="lazy"`.
   */
  readonly timeoutMs?: number;
  /** Whether the iframe gets the height that its picture takes. */
  readonly autoHeight?: boolean;
}

/** A player in an iframe. It stays connected when the iframe is loaded again. */
export interface Player {
  /** Version of bufscope in the frame. */
  readonly version: string;
  /** Whether it keeps its run: then it can be moved through time, and its looks can be changed. */
  readonly readonly: boolean;
  /** Commands that it takes now. */
  readonly commands: readonly AllowedCommand[];
  /** What it showed when it last said so: for most purposes this is now. */
  readonly state: PublicState;
  /** CSS pixels that its picture takes at the iframe's width; null while the iframe has no size. */
  readonly height: number | null;
  /**
   * Runs a command. Requests are done one after the other. Never rejects: what is wrong is in the reply.
   * @example await player.run('seek', { at: '12.3' });
   */
  readonly run: <Id extends AllowedCommand>(id: Id, ...args: ArgumentsOf<Id>) => Promise<Reply>;
  /**
   * Shows what a link's fragment says (docs/links.md), without `#`. The error says what of it cannot be had; what can
   * is shown.
   */
  readonly load: (fragment: string) => Promise<Reply>;
  /** Asks what is shown, when all that was asked before is done. */
  readonly ask: () => Promise<PublicState>;
  /** Calls the listener for each event of this type; returns what stops that. */
  readonly on: <Type extends EventType>(
    type: Type,
    listener: (event: EventOf<Type>) => void,
  ) => () => void;
  /** Lets go of the iframe, which stays as it is. What was asked and not answered gets an error. */
  readonly destroy: () => void;
}

type Connected = Extract<FrameMessage, { readonly type: 'connected' }>;

/** Files, and frames in a sandbox without `allow-same-origin`, have an origin that cannot be named. */
function originOf({ sandbox, src }: HTMLIFrameElement): string | null {
  const isOpaque = sandbox.length > 0 && !sandbox.contains('allow-same-origin');
  return isOpaque || !src.startsWith('http') ? null : new URL(src).origin;
}

/** For data from a window and an origin that have been looked at: it is believed to keep to the protocol. */
function isMessage(data: unknown): data is FrameMessage {
  return typeof data === 'object' && data !== null && 'bufscope' in data && data.bufscope === 1;
}

function isOf<Type extends EventType>(event: PlayerEvent, type: Type): event is EventOf<Type> {
  return event.type === type;
}

/** The way to the frame and back, and to nobody else. */
function createLine(iframe: HTMLIFrameElement, take: (message: FrameMessage) => void) {
  const post = (message: object, target: string) =>
    iframe.contentWindow?.postMessage({ bufscope: 1, ...message }, target);
  const hello = () => post({ type: 'hello' }, '*');
  const onMessage = ({ data, origin, source }: MessageEvent<unknown>) => {
    if (source === null || source !== iframe.contentWindow) return;
    const expected = originOf(iframe);
    const isIts = expected === null ? !origin.startsWith('http') : origin === expected;
    if (isIts && isMessage(data)) take(data);
  };
  let isListening = true;
  window.addEventListener('message', onMessage);
  iframe.addEventListener('load', hello);
  return {
    hello,
    /** Whether there is a frame to speak to. */
    isOpen: () => isListening && iframe.contentWindow !== null,
    send: (message: object) => post(message, originOf(iframe) ?? '*'),
    close() {
      isListening = false;
      window.removeEventListener('message', onMessage);
      iframe.removeEventListener('load', hello);
    },
  };
}

/** What has been asked and not been answered. */
function createRequests() {
  const pending = new Map<RequestId, (error?: string) => void>();
  // Another client of the same frame hears the same answers.
  const prefix = Math.random().toString(36).slice(2);
  let count = 0;
  const settle = (id: RequestId, error?: string) => {
    pending.get(id)?.(error);
    pending.delete(id);
  };
  return {
    settle,
    settleAll: (error: string) => [...pending.keys()].forEach((id) => settle(id, error)),
    /** A new id, whose answer is told to `answered`. */
    add(answered: (error?: string) => void): RequestId {
      const id = prefix + count++;
      pending.set(id, answered);
      return id;
    },
  };
}

/** Makes the iframe as high as its picture, borders included. */
function fit(
  { style, offsetHeight, clientHeight }: HTMLIFrameElement,
  height: number | null,
): void {
  if (height === null) return;
  style.boxSizing = 'border-box';
  style.height = `${height + offsetHeight - clientHeight}px`;
}

/** What is known of the player, kept up to date by its messages. */
function createNews(iframe: HTMLIFrameElement, about: Connected, autoHeight: boolean) {
  const requests = createRequests();
  const listeners = new Set<(event: PlayerEvent) => void>();
  const news = { about, requests, listeners, take };
  const emit = (event: PlayerEvent) => listeners.forEach((listener) => listener(event));
  const resize = () => autoHeight && fit(iframe, news.about.height);

  function take(message: FrameMessage): void {
    if (message.type === 'hello') return;
    if (message.type === 'refused') {
      if (message.id !== null) requests.settle(message.id, message.error);
    } else if (message.type === 'height') {
      news.about = { ...news.about, height: message.height };
      resize();
      emit(message);
    } else if (message.type === 'connected') {
      const isAnother = message.nonce !== news.about.nonce;
      news.about = message;
      resize();
      if (!isAnother) return;
      requests.settleAll('the iframe was loaded again');
      emit({ type: 'ready', state: message.state });
    } else {
      news.about = { ...news.about, state: message.state };
      if (message.type === 'result') requests.settle(message.id, message.error);
      else emit(message);
    }
  }

  resize();
  return news;
}

type Line = ReturnType<typeof createLine>;
type News = ReturnType<typeof createNews>;

function createPlayer(line: Line, news: News): Player {
  const { requests, listeners } = news;
  const ask = (message: object) =>
    new Promise<Reply>((resolve) => {
      const id = requests.add((error) => {
        const { state } = news.about;
        resolve(error === undefined ? { ok: true, state } : { ok: false, error, state });
      });
      if (line.isOpen()) line.send({ ...message, id });
      else requests.settle(id, 'the player is gone');
    });
  return {
    get version() {
      return news.about.version;
    },
    get readonly() {
      return news.about.readonly;
    },
    get commands() {
      return news.about.commands;
    },
    get state() {
      return news.about.state;
    },
    get height() {
      return news.about.height;
    },
    run: (command, ...[args]) => ask({ type: 'run', command, args }),
    load: (fragment) => ask({ type: 'load', fragment }),
    ask: async () => (await ask({ type: 'state' })).state,
    on(type, listener) {
      const heard = (event: PlayerEvent) => {
        if (isOf(event, type)) listener(event);
      };
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    destroy() {
      line.close();
      listeners.clear();
      requests.settleAll('the player was let go');
    },
  };
}

/**
 * Connects to the player in an iframe whose `src` is `embed.html#…`. It does not matter whether the frame or the
 * caller is there first. Rejects where no player answers in time, or none that speaks this protocol.
 * @example
 * const player = await connect(document.querySelector('iframe'), { autoHeight: true });
 * player.on('step', ({ state }) => console.log(state.at, state.owners));
 * await player.run('platform.set', { platform: 'arm64' });
 */
export function connect(iframe: HTMLIFrameElement, options: ConnectOptions = {}): Promise<Player> {
  const { timeoutMs = iframe.loading === 'lazy' ? 0 : 10_000, autoHeight = false } = options;
  return new Promise((resolve, reject) => {
    let news: News | undefined;
    let answered = '';
    const fail = (error: string) => {
      line.close();
      reject(new Error(`bufscope: ${error}`));
    };
    const line = createLine(iframe, (message) => {
      if (message.type === 'hello') {
        if (!message.versions.includes(1)) fail(`it speaks protocol ${message.versions}, not 1`);
        else if (message.nonce !== answered) {
          answered = message.nonce;
          line.send({ type: 'connect', nonce: answered });
        }
      } else if (news) news.take(message);
      else if (message.type === 'connected') {
        clearTimeout(timer);
        news = createNews(iframe, message, autoHeight);
        resolve(createPlayer(line, news));
      }
    });
    const timer = timeoutMs > 0 ? setTimeout(fail, timeoutMs, 'no player answered') : undefined;
    line.hello();
  });
}
