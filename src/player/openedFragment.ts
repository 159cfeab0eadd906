/** What opening a fragment leads to. */
import type { Diagnostic } from '../script/diagnostic.ts';
import { sourceOfBuiltIn, stateOfRun } from '../session/actions.ts';
import { lookInside } from '../session/lookInside.ts';
import { takeRun, type PreparedRun } from '../session/prepared.ts';
import type { SessionState } from '../session/sessionState.ts';

export type OpenedFragment =
  | {
      readonly kind: 'run';
      readonly state: SessionState;
      readonly play: boolean;
      readonly readonly: boolean;
    }
  /** A script that cannot be run: its mistakes. */
  | {
      readonly kind: 'mistakes';
      readonly script: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** Nothing can be shown. */
  | { readonly kind: 'failed'; readonly message: string };

/** What stays when another fragment is opened, unless that says otherwise. */
export type Kept = Pick<SessionState, 'theme' | 'speed'>;

/** The state that shows a prepared run, before its first operation. */
export function stateOfPrepared(run: PreparedRun): SessionState {
  return stateOfRun(sourceOfBuiltIn(run.builtIn), takeRun(run, lookInside(run)));
}
