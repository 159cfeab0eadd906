/**
 * The words of a machine: what its states and events are called on screen, and why a state refuses an
 * event. They are the `meta` of the machine and of its states.
 */

export interface StateWords<Event extends string> {
  /** A few words, for the box in the diagram. */
  readonly title: string;
  /** One sentence for people. */
  readonly doc: string;
  /** Why events are illegal here, where the event's own `needs` does not say it well enough. */
  readonly refuses?: Partial<Readonly<Record<Event, string>>>;
}

export interface EventWords {
  /** A few words, for the arrow in the diagram. */
  readonly title: string;
  /** One sentence for people: which call or access it is. */
  readonly doc: string;
  /** What must be so for it to be legal. */
  readonly needs: string;
  /** Whether it only restores order after a broken rule; the diagram shows it when it was taken. */
  readonly afterBrokenRule?: true;
}

export interface MachineWords<State extends string, Event extends string> {
  readonly title: string;
  /** What it is the state of. */
  readonly doc: string;
  readonly states: Readonly<Record<State, StateWords<Event>>>;
  readonly events: Readonly<Record<Event, EventWords>>;
  /** Titles of states that contain others, by their own name. */
  readonly groups: Readonly<Record<string, string>>;
}
