/**
 * The messages between a player in a frame and the page around it: their shapes, and the reading of what comes
 * from outside. docs/embedding.md describes them for people. Pure: no window, no player.
 *
 * A message is a plain object with `bufscope`, the version of the protocol, and `type`. Within a version, types
 * and fields are only ever added, and whoever reads skips what it does not know.
 */
import { linkLengthLimit } from '../history/readLink.ts';
import type { PublicState } from '../session/automation.ts';
import type { AllowedCommand } from './allowedCommands.ts';
import type { PlayerEvent } from './handle.ts';

export const protocolVersion = 1;

/** What the frame says. */
export type FrameMessage = { readonly bufscope: typeof protocolVersion } & (
  | {
      /** It is there: again and again until somebody answers, and to every `hello` of the page. */
      readonly type: 'hello';
      /** Versions of the protocol that it speaks. */
      readonly versions: readonly number[];
      /** Version of bufscope. */
      readonly version: string;
      /** Of this document alone: after a reload it is another one. */
      readonly nonce: string;
    }
  | {
      /**
       * The answer to `connect`. From now on it reports events and takes requests. It comes again where another link
       * changes `readonly`.
       */
      readonly type: 'connected';
      readonly nonce: string;
      readonly version: string;
      /** Whether it keeps its run: then only time and looks can be changed. */
      readonly readonly: boolean;
      /** Commands that it takes. */
      readonly commands: readonly AllowedCommand[];
      readonly state: PublicState;
      /** Null while it has no size. */
      readonly height: number | null;
    }
  | {
      /** The answer to `run`, `load` and `state`, in the order in which they came. */
      readonly type: 'result';
      readonly id: RequestId;
      /** What was wrong; absent where it was done. */
      readonly error?: string;
      /** As it is afterwards. */
      readonly state: PublicState;
    }
  | {
      /** A message that never came as far as the player: what is wrong with it. */
      readonly type: 'refused';
      /** The request's, if it can be told. */
      readonly id: RequestId | null;
      readonly error: string;
      readonly versions: readonly number[];
    }
  | PlayerEvent
);

/** Chosen by the page, to tell answers apart. */
export type RequestId = string | number;

/** What the page asks a connected player. */
export type Request =
  | {
      readonly type: 'run';
      readonly id: RequestId;
      readonly command: string;
      readonly args: Readonly<Record<string, string | number>>;
    }
  | { readonly type: 'load'; readonly id: RequestId; readonly fragment: string }
  | { readonly type: 'state'; readonly id: RequestId };

/** What the page says, as it is read. */
export type HostMessage =
  /** Asks for the frame's `hello`. */
  | { readonly type: 'hello' }
  /** Answers the frame's `hello`. */
  | { readonly type: 'connect'; readonly nonce: string }
  | Request;

export type ReadMessage =
  | { readonly kind: 'message'; readonly message: HostMessage }
  | { readonly kind: 'wrong'; readonly id: RequestId | null; readonly error: string }
  /** Nothing of bufscope's: other programs send messages too. */
  | { readonly kind: 'foreign' };

/** Most characters of an id, a command and the name of an argument. */
export const wordLimit = 100;
/** Most arguments of a command. */
export const argumentLimit = 10;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A field of the object's own: never one that it inherits. */
function field(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' ? value.length <= wordLimit : Number.isSafeInteger(value);
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length <= wordLimit;
}

/** Arguments of a command; or what is wrong with them. Looks at no more of them than there may be. */
function readArguments(value: unknown): Readonly<Record<string, string | number>> | string {
  if (value === undefined) return {};
  if (!isFields(value)) return 'args must be an object';
  const read: [string, string | number][] = [];
  for (const name in value) {
    if (read.length === argumentLimit) return `args may have ${argumentLimit} fields`;
    if (name.length > wordLimit) return `the name of an argument is longer than ${wordLimit}`;
    const argument = field(value, name);
    if (typeof argument !== 'string' && typeof argument !== 'number') {
      return `${name} must be a text or a number`;
    }
    if (typeof argument === 'string' && argument.length > linkLengthLimit) {
      return `${name} is longer than ${linkLengthLimit} characters`;
    }
    read.push([name, argument]);
  }
  return Object.fromEntries(read);
}

function readRequest(type: string, id: RequestId, fields: Fields): Request | string {
  if (type === 'state') return { type, id };
  if (type === 'load') {
    const fragment = field(fields, 'fragment');
    if (typeof fragment !== 'string') return 'load needs fragment: a text';
    if (fragment.length > linkLengthLimit) {
      return `fragment is longer than ${linkLengthLimit} characters`;
    }
    return { type, id, fragment };
  }
  if (type !== 'run') return `there is no message “${type.slice(0, 40)}”`;
  const command = field(fields, 'command');
  if (!isWord(command)) return 'run needs command: the id of a command';
  const args = readArguments(field(fields, 'args'));
  return typeof args === 'string' ? args : { type, id, command, args };
}

/** Reads what came as a message. Never throws, and never looks deeper than the fields that it knows. */
export function readMessage(data: unknown): ReadMessage {
  if (!isFields(data)) return { kind: 'foreign' };
  const version = field(data, 'bufscope');
  if (version === undefined) return { kind: 'foreign' };
  const given = field(data, 'id');
  const id = isRequestId(given) ? given : null;
  const wrong = (error: string): ReadMessage => ({ kind: 'wrong', id, error });
  if (version !== protocolVersion) {
    return wrong(`this is protocol ${protocolVersion}: bufscope must be ${protocolVersion}`);
  }
  const type = field(data, 'type');
  if (typeof type !== 'string') return wrong('type must be a text');
  if (type === 'hello') return { kind: 'message', message: { type } };
  if (type === 'connect') {
    const nonce = field(data, 'nonce');
    if (!isWord(nonce)) return wrong('connect needs nonce: that of hello');
    return { kind: 'message', message: { type, nonce } };
  }
  if (id === null) return wrong(`${type.slice(0, 40)} needs id: a whole number or a short text`);
  const request = readRequest(type, id, data);
  return typeof request === 'string' ? wrong(request) : { kind: 'message', message: request };
}
