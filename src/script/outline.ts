/**
 * What a text has, whether it is right or not: buffers, devices, agents, names and numbered steps, each with
 * its line. For editors, which need it while somebody types. Nothing here complains.
 */
import { createReport } from './diagnostic.ts';
import type { NameKind, OperationForm } from './form.ts';
import { formsOf, speakerOf } from './forms.ts';
import { type Line, readLines, type Token } from './lines.ts';
import { longestText } from './longestText.ts';
import { castOf } from './parse.ts';
import { type Cast, readAgent, type ReadAgent } from './readAgent.ts';
import { type Declarations, readDeclarations } from './readDeclarations.ts';
import { matchVerb } from './readOperation.ts';

/** A name that a line introduces. */
export interface OutlineName {
  readonly name: string;
  readonly kind: NameKind;
  /** The process or device that it belongs to; empty for what is declared. */
  readonly owner: string;
  /** Line of its introduction, from 1. */
  readonly line: number;
  /** What introduces it: `export`, `buffer`. */
  readonly by: string;
}

export interface OutlineStep {
  /** From 1. */
  readonly line: number;
  /** Number of the operation; of the one above for what happens inside it, 0 where there is none. */
  readonly operation: number;
  readonly isInner: boolean;
}

export interface Outline {
  readonly declarations: Pick<Declarations, 'platform' | 'buffers' | 'devices'>;
  readonly cast: Cast;
  /** Agents as they are written, `app@cpu0`, each once, the newest last. */
  readonly agents: readonly string[];
  readonly names: readonly OutlineName[];
  readonly steps: readonly OutlineStep[];
  /** The words of its declarations that stand in it. */
  readonly words: ReadonlySet<string>;
}

/** An operation line taken apart as far as it can be. */
export interface OperationParts {
  readonly agent: ReadAgent;
  /** The name before `=`. */
  readonly result: Token | null;
  /** What follows it: the verb first. */
  readonly tokens: readonly Token[];
  /** The form that its verb says; null: it says none. */
  readonly form: OperationForm | null;
}

/** Takes an operation line apart; null where it is none, or nobody can be its agent. */
export function partsOf(line: Line, cast: Cast): OperationParts | null {
  if (line.kind !== 'operation' || line.head === null) return null;
  const agent = readAgent(line.head, cast, createReport());
  if (agent === null) return null;
  const [first, second] = line.items;
  const isNamed = first?.kind === 'word' && second?.kind === 'sign' && second.text === '=';
  const tokens = isNamed ? line.items.slice(2) : line.items;
  const [form = null] = matchVerb(formsOf(speakerOf(agent.agent)), tokens);
  return { agent, result: isNamed ? first : null, tokens, form };
}

/** The outline of any text; empty for one that is too long to be read. */
export function outlineOf(text: string): Outline {
  const lines = text.length > longestText ? [] : readLines(text);
  return outlineOfLines(lines);
}

/** The same of lines that were read already. */
export function outlineOfLines(lines: readonly Line[]): Outline {
  const declarations = readDeclarations(lines, createReport());
  const cast = castOf(declarations);
  const names: OutlineName[] = [];
  const agents = new Set<string>();
  const steps: OutlineStep[] = [];
  const words = new Set<string>();
  for (const line of lines) {
    const { head } = line;
    if (head === null) continue;
    if (line.kind === 'text' || line.kind === 'declaration') {
      words.add(head.text);
      names.push(...declaredName(line, head));
      continue;
    }
    const isInner = line.clauses.some(({ word }) => word.text === 'during');
    const before = steps.at(-1)?.operation ?? 0;
    steps.push({ line: line.number, operation: isInner ? before : before + 1, isInner });
    addAgent(agents, head);
    names.push(...introducedName(line, cast));
  }
  return { declarations, cast, agents: [...agents], names, steps, words };
}

/** Moves an agent to the end: the newest is the likeliest to speak again. */
function addAgent(agents: Set<string>, head: Token): void {
  const agent = head.text.slice(0, -1).replaceAll(/\s/g, '');
  agents.delete(agent);
  agents.add(agent);
}

function declaredName(line: Line, head: Token): OutlineName[] {
  const [name] = line.items;
  const kind = head.text === 'buffer' || head.text === 'device' ? head.text : null;
  if (kind === null || name?.kind !== 'word') return [];
  return [{ name: name.text, kind, owner: '', line: line.number, by: kind }];
}

function introducedName(line: Line, cast: Cast): OutlineName[] {
  const parts = partsOf(line, cast);
  const kind = parts?.form?.introduces ?? null;
  if (!parts?.result || !parts.form || kind === null) return [];
  const { agent } = parts.agent;
  const owner =
    agent.kind === 'thread' ? agent.process : agent.kind === 'device' ? agent.device : '';
  return [{ name: parts.result.text, kind, owner, line: line.number, by: parts.form.verb }];
}
