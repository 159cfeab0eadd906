/**
 * `window.bufscope`: what tests, demos and other people's scripts drive the page with. Its words are
 * stable: ids of commands, keys of the state.
 */
import type { Verdict } from '../history/verdicts.ts';
import type { OperationResult } from '../model/result.ts';
import type { RuleId } from '../model/violation.ts';
import { runCommand } from './commands.ts';
import type { CommandArguments, CommandResult } from './commandTypes.ts';
import { publicState } from './publicState.ts';
import type { Session } from './session.ts';

/** A broken rule, or an effect of one, in few words. */
export interface PublicViolation {
  readonly id: number;
  readonly rule: RuleId;
  readonly class: string;
  readonly agent: string;
  readonly verdict: Verdict;
}

/** What `state()` returns: a JSON value. Keys are only ever added. */
export interface PublicState {
  /** Id of the built-in scenario; null for a script of one's own. */
  readonly scenario: string | null;
  readonly title: string;
  readonly platform: string;
  /** Whether the kernel checks uses of the DMA API. */
  readonly dmaDebug: boolean;
  /** `0`, `12`, `12.3`: see docs on links. */
  readonly at: string;
  /** Operations of the run. */
  readonly length: number;
  /** Name of the branch shown: `script`, or a fork's. */
  readonly branch: string;
  /** Owner of each buffer, by its name. */
  readonly owners: Readonly<Record<string, string>>;
  /** What came of the operation at the cursor; null before the first and inside one. */
  readonly result: { readonly kind: OperationResult['kind']; readonly words: string } | null;
  /** Violations up to the cursor; the verdict is that of the whole run. */
  readonly violations: readonly PublicViolation[];
  readonly selection: string | null;
  readonly theme: string;
  readonly playing: boolean;
  /** What was wrong with the link that was opened. */
  readonly problems: readonly string[];
  /** Fragment that leads here, without `#`. */
  readonly link: string;
}

export interface Automation {
  readonly version: string;
  /** Resolves when the page can be used. */
  readonly ready: Promise<void>;
  readonly isIdle: () => boolean;
  readonly state: () => PublicState;
  /** A promise only where what reads text has to be loaded first. */
  readonly run: (commandId: string, args?: CommandArguments) => CommandResult;
}

export function createAutomation(
  session: Session,
  version: string,
  ready: Promise<void>,
): Automation {
  return {
    version,
    ready,
    isIdle: session.isIdle,
    state: () => publicState(session),
    run: (commandId, args) => runCommand(session, commandId, args),
  };
}
