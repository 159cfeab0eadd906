/** A built-in scenario with all that its page tells: what it did on every platform, and where to look. */
import { onEveryPlatform } from '../cli/builtIns.ts';
import type { Cursor } from '../history/cursor.ts';
import { afterOperation } from '../history/cursor.ts';
import { endCursor } from '../history/move.ts';
import type { Replay } from '../history/replay.ts';
import { refusalOf } from '../history/stepVerdict.ts';
import type { CatalogueEntry } from '../scenarios/catalogue.ts';
import type { Scenario } from '../script/ast.ts';
import { parseScenario } from '../script/parse.ts';

export interface Story extends CatalogueEntry {
  readonly scenario: Scenario;
  /** On every platform, in their order. */
  readonly replays: readonly Replay[];
  /** On the platform that it opens on. */
  readonly own: Replay;
  /** The point to show where one picture has to do. */
  readonly telling: Cursor;
}

/** What is to tell of a scenario; null where its text has a mistake, which its own tests report. */
export function storyOf(entry: CatalogueEntry): Story | null {
  const { scenario } = parseScenario(entry.text);
  if (!scenario) return null;
  const replays = onEveryPlatform(scenario);
  const own = replays.find(({ platform }) => platform === scenario.platform.id);
  return own ? { ...entry, scenario, replays, own, telling: tellingPoint(own) } : null;
}

/**
 * The step that tells most: where wrong bytes are seen, else where a rule is broken, else the last that was
 * refused, else the last that read bytes; the end where there is none of these.
 */
export function tellingPoint({ history }: Pick<Replay, 'history'>): Cursor {
  const { entries } = history;
  const tests: readonly number[] = [
    entries.findIndex(({ violations }) => violations.some((one) => one.class === 'effect')),
    entries.findIndex(({ violations }) => violations.length > 0),
    entries.findLastIndex(({ result }) => refusalOf(result) !== null),
    entries.findLastIndex(({ result }) => result.kind === 'bytes'),
  ];
  const found = tests.find((index) => index >= 0);
  return found === undefined ? endCursor(history) : afterOperation(found + 1);
}
