/** The lanes that are on screen, so that commands can zoom them: what is shown of the run is no state of the session. */
import type { Session } from './session.ts';

export interface LanesControl {
  /** Widens time by a factor, about the cursor or the middle. */
  readonly zoomBy: (factor: number) => void;
  /** Shows the whole run. */
  readonly fit: () => void;
}

const controls = new WeakMap<Session, LanesControl>();

/** Has commands reach these lanes; returns what ends that. */
export function holdLanes(session: Session, control: LanesControl): () => void {
  controls.set(session, control);
  return () => {
    if (controls.get(session) === control) controls.delete(session);
  };
}

/** The lanes on screen; undefined where they are hidden. */
export function lanesOf(session: Session): LanesControl | undefined {
  return controls.get(session);
}
