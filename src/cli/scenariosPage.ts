/** docs/scenarios.md: every built-in scenario by thread, with what comes of it on each platform. */
import { encodeLink } from '../history/link.ts';
import { emptyLink } from '../history/linkFormat.ts';
import type { Scenario } from '../script/ast.ts';
import { printPoint } from '../script/printOperation.ts';
import { builtInsByGroup, onEveryPlatform } from './builtIns.ts';
import { refusalsOf, rulesOf, worstOf } from './cells.ts';
import type { Replay } from '../history/replay.ts';

const head = `# Scenarios

Written by \`npm run scenarios\` from the texts in \`src/scenarios/\`; a test keeps the two alike. \`npx bufscope
matrix ID\` shows the same operation by operation, \`npx bufscope run ID\` tells what happens. The fragment goes
behind the address of the workbench.

- **right**: no rule was broken, and every read got the newest bytes.
- **luck**: a rule was broken, and on this platform nothing came of it.
- **wrong**: data went wrong, or a rule was broken that always does harm.
- **refused**: operations that the kernel, or the hardware, did not do, with their numbers.
`;

/** The whole page. */
export function scenariosPage(): string {
  const groups = builtInsByGroup().map(({ group, entries }) => {
    const texts = entries.flatMap(({ id, scenario }) =>
      scenario ? [scenarioText(id, scenario)] : [],
    );
    return [`## ${group}`, ...texts].join('\n\n');
  });
  return `${[head.trimEnd(), ...groups].join('\n\n')}\n`;
}

function scenarioText(id: string, scenario: Scenario): string {
  const fragment = encodeLink({ ...emptyLink, source: { kind: 'scenario', id } });
  const sources = scenario.sources.map((source) => `- ${escaped(source)}`);
  return [
    `### ${escaped(scenario.title)}`,
    escaped(scenario.summary),
    ...(sources.length > 0 ? [sources.join('\n')] : []),
    `\`${id}\`, ${describeSize(scenario)}; opens with \`#${fragment}\``,
    table(onEveryPlatform(scenario)),
  ].join('\n\n');
}

/** `12 operations, one of them during ipi.send` */
function describeSize({ steps }: Scenario): string {
  const points = steps.flatMap(({ meanwhile }) => meanwhile.map(({ at }) => printPoint(at)));
  const inside = points.length === 0 ? '' : `, others during ${[...new Set(points)].join(', ')}`;
  return `${steps.length} operations${inside}`;
}

function table(replays: readonly Replay[]): string {
  const rows = replays.map((replay) => {
    const rules = rulesOf(replay).map((rule) => `\`${rule}\``);
    const refused = refusalsOf(replay).map(({ at, what }) => `${at}: ${what}`);
    return `| ${[replay.platform, worstOf(replay), rules.join(', '), refused.join(', ')].join(' | ')} |`;
  });
  return ['| platform | | rules and effects | refused |', '|---|---|---|---|', ...rows].join('\n');
}

/** A text without the signs that would make it something else in Markdown. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|]/gu, String.raw`\$&`);
}
