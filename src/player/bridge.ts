/**
 * The frame's side of the message protocol: binds a player to the page around its frame. It talks to that one
 * window alone, keeps to the origin of the first handshake, and gives the player nothing but commands of the
 * allow-list and links. It never throws, whatever comes. The page may be anybody's: what is sent holds only what
 * the figure shows.
 */
import type { Clock } from '../session/player.ts';
import { commandRefusal, commandsFor } from './allowedCommands.ts';
import type { PlayerEvent, PlayerHandle } from './handle.ts';
import {
  protocolVersion,
  readMessage,
  type FrameMessage,
  type HostMessage,
  type ReadMessage,
  type Request,
  type RequestId,
} from './protocol.ts';
import { createRateLimit } from './rateLimit.ts';
import { createSequence } from './sequence.ts';

/** The way to the page around and back. */
export interface Line {
  readonly post: (message: FrameMessage, targetOrigin: string) => void;
  /** Calls the listener for what the page around sends, and nobody else; returns what stops that. */
  readonly listen: (listener: (data: unknown, origin: string) => void) => () => void;
}

export interface BridgeOptions {
  readonly line: Line;
  readonly clock: Clock;
  /** Milliseconds since any moment. */
  readonly now: () => number;
  /** A text that no other document has. */
  readonly nonce: string;
  /** Whether the player keeps its run. */
  readonly isReadonly: () => boolean;
}

const firstHelloMs = 100;
const slowestHelloMs = 5_000;
/** A page that has not answered by now has nobody who does; one that comes later asks by itself. */
const lastHelloMs = 60_000;

/** Messages at once, and a second in the long run; requests that wait. */
export const burst = 200;
export const perSecond = 100;
export const mostWaiting = 500;

const versions: readonly number[] = [protocolVersion];

const anybody = '*';

/** Origins that cannot be named as a target: sandboxed pages, files. Who they are is known by their window. */
function targetOf(origin: string): string {
  return origin === 'null' || origin.startsWith('file:') ? anybody : origin;
}

/** Says it again and again, ever more slowly, until it is stopped; returns what stops it. */
function repeat(clock: Clock, say: () => void): () => void {
  let cancel = (): void => undefined;
  let past = 0;
  const next = (wait: number) => {
    say();
    past += wait;
    if (past > lastHelloMs) return;
    cancel = clock.after(wait, () => next(Math.min(slowestHelloMs, wait * 2)));
  };
  next(firstHelloMs);
  return () => cancel();
}

/** A frame without a size has no height: a page that took it for one would never show the frame. */
function usableHeight(height: number): number | null {
  return Number.isFinite(height) && height > 0 ? Math.ceil(height) : null;
}

function isTold(event: PlayerEvent): boolean {
  return event.type !== 'height' || usableHeight(event.height) !== null;
}

function idOf(read: ReadMessage): RequestId | null {
  if (read.kind === 'wrong') return read.id;
  return read.kind === 'message' && 'id' in read.message ? read.message.id : null;
}

/** Loads a fragment; resolves to what of it cannot be had, or null. */
async function load(handle: PlayerHandle, fragment: string): Promise<string | null> {
  const errors: string[] = [];
  const stop = handle.listen((event) => {
    if (event.type === 'error') errors.push(event.message);
  });
  await handle.load(fragment).finally(stop);
  return errors.length === 0 ? null : errors.join('\n');
}

/** Does a request; resolves to what is wrong, or null. */
async function fulfil(
  handle: PlayerHandle,
  request: Request,
  readonly: boolean,
): Promise<string | null> {
  if (request.type === 'state') return null;
  if (request.type === 'load') {
    if (readonly) return 'this figure is read-only: no load';
    return load(handle, request.fragment);
  }
  const refusal = commandRefusal(request.command, readonly);
  if (refusal !== null) return refusal;
  const outcome = await handle.run(request.command, request.args);
  return 'error' in outcome ? outcome.error : null;
}

/** What the frame says, each to an origin; nothing any more once it has ended. */
function createVoice(handle: PlayerHandle, { line, nonce, isReadonly }: BridgeOptions) {
  let hasEnded = false;
  const post = (message: FrameMessage, origin: string) => {
    if (!hasEnded) line.post(message, targetOf(origin));
  };
  const { version } = handle;
  const bufscope = protocolVersion;
  return {
    // Nobody has said yet who they are: what this holds, anybody may know.
    hello: () => post({ bufscope, type: 'hello', versions, version, nonce }, anybody),
    refuse: (id: RequestId | null, error: string, origin: string) =>
      post({ bufscope, type: 'refused', id, error, versions }, origin),
    connected(origin: string) {
      const readonly = isReadonly();
      const about = { nonce, version, readonly, commands: commandsFor(readonly) };
      const shown = { state: handle.state(), height: usableHeight(handle.height()) };
      post({ bufscope, type: 'connected', ...about, ...shown }, origin);
    },
    result(id: RequestId, error: string | null, origin: string) {
      const wrong = error === null ? {} : { error };
      post({ bufscope, type: 'result', id, ...wrong, state: handle.state() }, origin);
    },
    event: (event: PlayerEvent, origin: string) => post({ bufscope, ...event }, origin),
    end(): void {
      hasEnded = true;
    },
  };
}

type Voice = ReturnType<typeof createVoice>;
type Sequence = ReturnType<typeof createSequence>;

/** Does what is asked, in its turn, and answers. */
function createDesk(handle: PlayerHandle, options: BridgeOptions, voice: Voice, turns: Sequence) {
  return (request: Request, origin: string): void => {
    const { id } = request;
    const isTaken = turns.add(async () => {
      const done = fulfil(handle, request, options.isReadonly());
      voice.result(id, await done.catch(() => 'it went wrong'), origin);
    });
    if (!isTaken) voice.refuse(id, `${mostWaiting} requests are waiting`, origin);
  };
}

/** Takes messages that have been read, from an origin, and tells events. */
function createConversation(handle: PlayerHandle, options: BridgeOptions, voice: Voice) {
  const turns = createSequence(handle.ready, mostWaiting);
  const ask = createDesk(handle, options, voice, turns);
  /** Origin of the page around, once it has shaken hands. */
  let peer: string | null = null;
  /** What the page around was told last about what it may do; null before the first time. */
  let wasReadonly: boolean | null = null;
  const stopHello = repeat(options.clock, voice.hello);

  function introduce(origin: string): void {
    wasReadonly = options.isReadonly();
    voice.connected(origin);
  }

  function connect(nonce: string, origin: string): void {
    if (nonce !== options.nonce) return voice.refuse(null, 'this nonce is not of hello', origin);
    peer = origin;
    stopHello();
    turns.add(() => introduce(origin));
  }

  return {
    isOther: (origin: string) => peer !== null && origin !== peer,
    take(message: HostMessage, origin: string): void {
      if (message.type === 'hello') voice.hello();
      else if (message.type === 'connect') connect(message.nonce, origin);
      else if (peer !== null) ask(message, origin);
      else voice.refuse(message.id, 'answer hello with connect first', origin);
    },
    tell(event: PlayerEvent): void {
      if (wasReadonly === null || peer === null || !isTold(event)) return;
      if (event.type === 'ready' && options.isReadonly() !== wasReadonly) introduce(peer);
      voice.event(event, peer);
    },
    stopHello,
  };
}

/** Binds the player to the page around; returns what takes that back. */
export function bindBridge(handle: PlayerHandle, options: BridgeOptions): () => void {
  const voice = createVoice(handle, options);
  const conversation = createConversation(handle, options, voice);
  const mayCome = createRateLimit({ burst, perSecond, now: options.now });
  const stopListening = options.line.listen((data, origin) => {
    if (conversation.isOther(origin)) return;
    const read = readMessage(data);
    if (read.kind === 'foreign') return;
    const tooMany = mayCome() ? null : `more than ${perSecond} messages a second`;
    if (tooMany !== null) voice.refuse(idOf(read), tooMany, origin);
    else if (read.kind === 'wrong') voice.refuse(read.id, read.error, origin);
    else conversation.take(read.message, origin);
  });
  const stopEvents = handle.listen(conversation.tell);
  return () => {
    conversation.stopHello();
    stopListening();
    stopEvents();
    voice.end();
  };
}
