/** What the lanes are made of: pills, micro-events, messages between lanes and threads to spans. Types alone. */
import type { LanePoint, LaneRole } from './laneInput.ts';
import type { SpanLook } from './laneLasting.ts';

export interface Flag {
  /** The worst of the mark's violations. */
  readonly verdict: 'luck' | 'harm';
  /** Their rules. */
  readonly rules: readonly string[];
}

/** Something that one agent did, at one time. */
interface Mark {
  /** Stable: `6` the sixth operation, `6/1` the first inside it, `6.4` and `6:4` its fourth micro-event. */
  readonly key: string;
  /** Index of its lane in `LanesRun.lanes`. */
  readonly lane: number;
  /** Middle, in columns. */
  readonly x: number;
  /** The operation's role, also where it acts in another's lane. */
  readonly role: LaneRole;
  /** What is written in it. */
  readonly text: string;
  /** What it says to those who do not see it. */
  readonly label: string;
  /** Whether the operation failed: an error code, a signal, a blocked access. */
  readonly failed: boolean;
  readonly flag: Flag | null;
  /** Where a click leads. */
  readonly seek: LanePoint;
  /** It has begun once more micro-events of its operation than this are done. */
  readonly since: number;
}

/** An operation, one done inside another, or a micro-event that reaches another lane. */
export interface Pill extends Mark {
  /** What is written in it before it has happened: no result. */
  readonly ahead: string;
  readonly kind: 'operation' | 'nested' | 'event';
}

/** A micro-event, shown where there is room for it. */
export interface MicroMark extends Mark {
  readonly kind: 'micro';
  /** Columns. */
  readonly from: number;
  readonly to: number;
}

export type LaneMark = Pill | MicroMark;

/** A message from one lane to another. */
export interface LaneArrow {
  readonly key: string;
  readonly fromLane: number;
  readonly toLane: number;
  readonly fromX: number;
  readonly toX: number;
  /** As of the pill that it belongs to. */
  readonly since: number;
  readonly seek: LanePoint;
  readonly kind: 'ipi' | 'doorbell' | 'zap' | 'signal';
}

/** From a lane down to a span: whoever changed the owner, or waits for what lasts there. */
export interface LaneThread {
  readonly key: string;
  readonly kind: 'owner' | 'wait';
  readonly fromLane: number;
  readonly fromX: number;
  /** Index of the row in `LanesRun.rows`. */
  readonly toRow: number;
  readonly toX: number;
  readonly look: SpanLook;
}
