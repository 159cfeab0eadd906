/** What is saved as text: the script, the trace of micro-events, the report of what is broken. */
import { judgeRun } from '../../history/replay.ts';
import { encodeLinkWith } from '../../history/linkFormat.ts';
import { reportOf } from '../../history/report.ts';
import { traceLines } from '../../history/trace.ts';
import { verdictsOf, type Verdict } from '../../history/verdicts.ts';
import { findPlatform } from '../../model/platforms/platforms.ts';
import type { Violation } from '../../model/violation.ts';
import type { Scenario } from '../../script/ast.ts';
import { stepOfInput } from '../../session/applyFix.ts';
import { isFork, linkOf, sharedWithScript } from '../../session/derive.ts';
import { elsewhere } from '../../session/elsewhere.ts';
import { elsewhereWords } from '../../session/elsewhereWords.ts';
import type { Session } from '../../session/session.ts';
import type { SessionState } from '../../session/sessionState.ts';
import type { TextTools } from '../../session/textTools.ts';

/** The run that is shown as a scenario: the script's steps with what they expect, and those of forks. */
function shownScenario(state: SessionState, { textOf, parseScenario }: TextTools): Scenario {
  const { scenarioId, script, history } = state;
  // The page has built-in scenarios without what they expect.
  const text = scenarioId === null ? script : textOf(scenarioId);
  const written = parseScenario(text).scenario ?? state.scenario;
  const shared = sharedWithScript(state);
  const steps = history.entries.map(
    ({ input }, i) => (i < shared ? written.steps[i] : undefined) ?? stepOfInput(input, []),
  );
  return { ...written, steps };
}

/** The script as it was written; of a fork, the script that does the same. */
export function scriptText(state: SessionState, tools: TextTools): string {
  if (isFork(state)) return tools.printScenario(shownScenario(state, tools));
  return state.scenarioId === null ? state.script : tools.textOf(state.scenarioId);
}

/** The same lines as `bufscope run --json --micro`. */
export function traceText(state: SessionState, tools: TextTools): string {
  const { scenarioId, scenario, history } = state;
  const name = scenarioId ?? 'script';
  const replay = judgeRun(shownScenario(state, tools), history);
  return `${traceLines(replay, { name, title: scenario.title, micro: true }).join('\n')}\n`;
}

/** Violations in Markdown, with the link that leads here. */
export function reportText(
  { options }: Session,
  state: SessionState,
  { packer }: TextTools,
): string {
  const verdicts = verdictsOf(state.history.violations);
  const verdict = ({ id }: Violation): Verdict => verdicts.get(id) ?? 'luck';
  const others = (operation: number, violation: Violation): string =>
    elsewhereWords(elsewhere(state, operation, violation), verdict(violation) === 'harm');
  return reportOf(state.history, {
    title: state.scenario.title,
    platform: findPlatform(state.platform)?.title ?? state.platform,
    verdict,
    link: options.addressOf(encodeLinkWith(packer, linkOf(state))),
    elsewhere: others,
  });
}
