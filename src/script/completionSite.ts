/**
 * Where a completion is asked for: the line up to the word at the cursor, what the text around it has, and
 * what the parser itself would take there. The last is asked with a word that is never right: the parser says
 * what it expected instead, so that completions cannot offer what it refuses.
 */
import type { Agent } from '../model/operation.ts';
import { type Line, readLines } from './lines.ts';
import { longestText } from './longestText.ts';
import { createNames, type Names } from './names.ts';
import { type OperationParts, type Outline, outlineOfLines, partsOf } from './outline.ts';
import { parseScenario } from './parse.ts';

export interface Site {
  /** The line up to the word. */
  readonly before: string;
  /** What is written of the word so far. */
  readonly word: string;
  /** Where the word begins, in the text. */
  readonly from: number;
  /** The line up to the word, as tokens. */
  readonly line: Line;
  /** Of the lines above, and of declarations wherever they stand. */
  readonly outline: Outline;
  /** Agents that speak above, the newest last. */
  readonly agents: readonly string[];
  /** The operation so far; null where the line is none. */
  readonly parts: OperationParts | null;
  /** Names that can be used in the line. */
  readonly names: Names;
  /** What the parser would take here, in its own words. */
  readonly expected: () => readonly string[];
  /** Whether the line is wrong if it ends here. */
  readonly isOpen: () => boolean;
}

/** A word that no table has. */
const neverRight = 'zq0_never_zq';

/** Lines that matter to others: they declare, or may introduce a name. */
const matters = /^\s*(?:title|platform|buffer|device)\b|=/;
const declares = /^\s*(?:platform|buffer|device)\b/;
const agentPattern = /^\s*([A-Za-z_][\w-]*\s*(?:@\s*[A-Za-z_][\w-]*)?)\s*:/;

/** How many lines above are looked through for agents. */
const nearLines = 200;

/** The site of an offset; null in comments and in texts for people, and where the text is too long. */
export function siteAt(text: string, offset: number): Site | null {
  if (text.length > longestText) return null;
  const at = Math.min(Math.max(0, Math.trunc(offset) || 0), text.length);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', start);
  const below = newline < 0 ? '' : text.slice(newline + 1);
  const typed = text.slice(start, at);
  const word = /[\w.#-]*$/.exec(typed)?.[0] ?? '';
  const before = typed.slice(0, typed.length - word.length);
  const [line] = readLines(before);
  const [whole] = readLines(typed);
  if (!line || line.comment !== null || whole?.comment || line.kind === 'text') return null;
  const above = start === 0 ? [] : text.slice(0, start - 1).split('\n');
  const context = contextOf(above, below);
  const outline = outlineOfLines(readLines(context.around));
  return {
    before,
    word,
    from: at - word.length,
    line,
    outline,
    agents: agentsOf(above),
    parts: partsOf(line, outline.cast),
    names: namesOf(outline),
    expected: () => ask(context, before + neverRight, before.length + 1),
    isOpen: () => problemsOf(context, before).length > 0,
  };
}

interface Context {
  readonly above: string;
  readonly below: string;
  readonly around: string;
  readonly number: number;
}

/** The text around a line without what means nothing to it, so that long texts are asked fast too. */
function contextOf(above: readonly string[], belowText: string): Context {
  const needsOperation = above.findLastIndex((line) => agentPattern.test(line));
  const kept = above.filter((line, i) => matters.test(line) || i === needsOperation);
  const below = belowText
    .split('\n')
    .filter((line) => declares.test(line))
    .join('\n');
  const lines = kept.map((line) => `${line}\n`).join('');
  return { above: lines, below, around: `${lines}\n${below}`, number: kept.length + 1 };
}

function problemsOf({ above, below, number }: Context, line: string) {
  const { diagnostics } = parseScenario(`${above}${line}\n${below}`);
  return diagnostics.filter((diagnostic) => diagnostic.line === number);
}

function ask(context: Context, line: string, column: number): readonly string[] {
  const end = column + neverRight.length;
  const here = problemsOf(context, line).filter(
    (diagnostic) => diagnostic.column <= column && diagnostic.endColumn >= end,
  );
  return [...new Set(here.flatMap(({ expected }) => expected))];
}

function agentsOf(above: readonly string[]): readonly string[] {
  const agents = new Set<string>();
  for (const line of above.slice(-nearLines)) {
    const agent = agentPattern.exec(line)?.[1]?.replaceAll(/\s/g, '');
    if (agent === undefined) continue;
    agents.delete(agent);
    agents.add(agent);
  }
  return [...agents];
}

function namesOf({ cast, names }: Outline): Names {
  const known = createNames(cast.buffers, cast.devices);
  for (const { name, kind, owner } of names) {
    if (owner === '') continue;
    const agent: Agent = cast.devices.includes(owner)
      ? { kind: 'device', device: owner, cpu: 0 }
      : { kind: 'thread', process: owner, cpu: 0 };
    known.introduce(name, kind, agent);
  }
  return known;
}
