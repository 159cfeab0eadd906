// Compiled, not run, by e2e/package.spec.ts: the declarations of an installed package, under a strict compiler
// that checks those of libraries too.
import { connect, type PublicState } from 'bufscope/client';
import { decodeLink, emptyLink, encodeLink, type LinkState } from 'bufscope/link';
import {
  findScenario,
  inputsOf,
  readScenario,
  runScenario,
  type Operation,
  type ScenarioRun,
  type State,
} from 'bufscope/model';
import 'bufscope/player';

const scenario = readScenario(findScenario('missed-clean')?.text ?? '');
const run: ScenarioRun = runScenario(scenario, 'arm64');
const states: readonly State[] = run.steps.map(({ state }) => state);
export const owners: readonly string[] = states.map(({ devices }) => `${devices.length}`);
for (const { rule } of run.violations) {
  if (rule === 'stale-read') break;
  // @ts-expect-error: there is no such rule
  if (rule === 'stale-reed') break;
}
// @ts-expect-error: a state is not changed
if (states[0]) states[0].nextWrite = 3;
const operation: Operation = {
  agent: { kind: 'device', device: 'gpu', cpu: 0 },
  action: { do: 'map', buffer: 'frame', direction: 'TO_DEVICE' },
};
export const wrong: Operation = {
  ...operation,
  // @ts-expect-error: a direction is one of three
  action: { do: 'map', buffer: 'f', direction: 'UP' },
};
export const inputs = [...inputsOf(scenario), { operation, meanwhile: [] }];

const link: LinkState = { ...emptyLink, source: { kind: 'scenario', id: 'shootdown' } };
export const problems: number = decodeLink(encodeLink(link)).problems.length;

export async function drive(iframe: HTMLIFrameElement): Promise<PublicState> {
  const player = await connect(iframe);
  const reply = await player.run('seek', { at: '3' });
  // @ts-expect-error: seek needs a point
  await player.run('seek');
  return reply.ok ? reply.state : player.state;
}

export function start(page: Document): string | undefined {
  const element = page.querySelector('bufscope-player');
  element?.addEventListener('violation', ({ detail }) => detail.violation.rule);
  return element?.state().at;
}
