/** The state of a session as other programs see it: a JSON value, the same on the page, in the element and in messages. */
import { printCursor } from '../history/cursor.ts';
import { encodeLinkWith } from '../history/linkFormat.ts';
import { selectionKey } from '../scene/selection.ts';
import { ownerOfBuffer, ownerWords } from '../scene/owner.ts';
import type { PublicState } from './automation.ts';
import {
  checksDmaApi,
  currentEntry,
  currentState,
  linkOf,
  verdicts,
  violationsSoFar,
} from './derive.ts';
import { readingLoader } from './loaders.ts';
import type { Session } from './session.ts';
import { resultSentence } from '../script/resultWords.ts';

export function publicState(session: Session): PublicState {
  const state = session.store.getState();
  const model = currentState(state);
  const entry = currentEntry(state);
  const names = model.setup.devices.map(({ name }) => name);
  const judged = verdicts(state.history);
  const isComplete = entry !== null && state.cursor.micro === null;
  return {
    scenario: state.scenarioId,
    title: state.scenario.title,
    platform: state.platform,
    dmaDebug: checksDmaApi(state),
    at: printCursor(state.cursor),
    length: state.history.entries.length,
    branch: state.tree.branches.find(({ id }) => id === state.tree.current)?.name ?? '',
    owners: Object.fromEntries(
      model.setup.buffers.map(({ name }, i) => [name, ownerWords(ownerOfBuffer(model, i), names)]),
    ),
    result: isComplete ? { kind: entry.result.kind, words: resultSentence(entry.result) } : null,
    violations: violationsSoFar(state).map(({ id, rule, class: violationClass, agent }) => ({
      id,
      rule,
      class: violationClass,
      agent,
      verdict: judged.get(id) ?? 'luck',
    })),
    selection: state.selection && selectionKey(state.selection),
    theme: state.theme,
    playing: state.playing,
    problems: state.problems.map(({ key, value, message }) =>
      [key, value && `“${value}”`, message].filter(Boolean).join(' '),
    ),
    link: encodeLinkWith(readingLoader.ifLoaded()?.packer ?? null, linkOf(state)),
  };
}
