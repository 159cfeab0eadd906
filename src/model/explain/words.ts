/** How a micro-event is put into plain words: the shape of the tables in this folder. */
import type { MicroEvent } from '../microEvent.ts';
import type { State } from '../state.ts';

export interface Words {
  readonly text: (event: MicroEvent, state: State) => string;
  /** The rule or mechanism behind it. */
  readonly rule?: string;
  /** Where that is written. */
  readonly source?: string;
}
