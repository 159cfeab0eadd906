/**
 * Which names a line may use: buffers and devices are declared, the others are introduced by the lines
 * above. A descriptor or mapping belongs to its process, a DMA mapping to its device; both stay known
 * after they are closed or unmapped, because using them then is what many scenarios are about.
 */
import type { Agent } from '../model/operation.ts';
import { type NameKind, nameTitles } from './form.ts';
import { isReserved, noDescriptor } from './words.ts';

export interface Names {
  /** Whether the agent can use the name as one of these kinds; `owner` instead of its own process. */
  has(name: string, of: readonly NameKind[], agent: Agent, owner: string | null): boolean;
  /** Names of these kinds that it can use; a long list is cut. */
  candidates(of: readonly NameKind[], agent: Agent, owner: string | null): readonly string[];
  /** Why it cannot use a name, in words. */
  explain(name: string, of: readonly NameKind[], agent: Agent): string;
  /** Makes a name known; in words why it cannot be, else null. */
  introduce(name: string, kind: NameKind, agent: Agent): string | null;
}

type Table = Map<string, NameKind>;

const mostCandidates = 400;
const ofProcess: readonly NameKind[] = ['fd', 'map'];

/** Who owns names that an agent introduces: a process or device; null for hardware. */
function ownerOf(agent: Agent): string | null {
  if (agent.kind === 'thread') return agent.process;
  return agent.kind === 'device' ? agent.device : null;
}

/** Whose names of a kind an agent sees; null: everybody's. Kernel code works for every driver. */
function visibleOwner(kind: NameKind, agent: Agent, owner: string | null): string | null {
  if (owner !== null) return owner;
  const isKernel = agent.kind === 'thread' && agent.process === 'kernel';
  if (isKernel && kind === 'fd') return null;
  if (agent.kind === 'thread') return kind === 'coherent' ? null : ownerOf(agent);
  return ofProcess.includes(kind) ? null : ownerOf(agent);
}

function* namesIn(tables: Iterable<Table>, kind: NameKind): Generator<string> {
  for (const table of tables) for (const [name, known] of table) if (known === kind) yield name;
}

interface Tables {
  /** Buffers and devices. */
  readonly declared: Table;
  /** Other names, by their owner. */
  readonly owned: Map<string, Table>;
  /** Owner of each name and kind that anybody has, as `kind name`. */
  readonly anywhere: Map<string, string>;
}

function namesOfKind(tables: Tables, kind: NameKind, agent: Agent, owner: string | null) {
  if (kind === 'buffer' || kind === 'device') return namesIn([tables.declared], kind);
  if (kind === 'process')
    return [...tables.owned.keys()].filter((name) => !tables.declared.has(name));
  const seen = visibleOwner(kind, agent, owner);
  if (seen === null) return namesIn(tables.owned.values(), kind);
  const table = tables.owned.get(seen);
  return namesIn(table ? [table] : [], kind);
}

function hasKind(tables: Tables, name: string, kind: NameKind, seen: string | null): boolean {
  if (kind === 'buffer' || kind === 'device') return tables.declared.get(name) === kind;
  if (kind === 'process') return tables.owned.has(name) && !tables.declared.has(name);
  if (seen === null) return tables.anywhere.has(`${kind} ${name}`);
  return tables.owned.get(seen)?.get(name) === kind;
}

function explain(tables: Tables, name: string, of: readonly NameKind[], agent: Agent): string {
  const wanted = of.map((kind) => nameTitles[kind]).join(' or ');
  const own = ownerOf(agent);
  const known =
    tables.declared.get(name) ?? (own === null ? undefined : tables.owned.get(own)?.get(name));
  if (known !== undefined && !of.includes(known))
    return `‘${name}’ is ${nameTitles[known]}; ${wanted} is needed`;
  const foreign = of.flatMap((kind) => tables.anywhere.get(`${kind} ${name}`) ?? [])[0];
  if (foreign !== undefined && own !== null)
    return `‘${name}’ is a name of ${foreign}, not of ${own}`;
  return `‘${name}’ is not known here; ${wanted} is needed`;
}

/** Names of a scenario with these buffers and devices, before its first line. */
export function createNames(buffers: readonly string[], devices: readonly string[]): Names {
  const tables: Tables = { declared: new Map(), owned: new Map(), anywhere: new Map() };
  for (const name of buffers) tables.declared.set(name, 'buffer');
  for (const name of devices) tables.declared.set(name, 'device');
  return {
    has: (name, of, agent, owner) =>
      (name === noDescriptor && of.includes('fd')) ||
      of.some((kind) => hasKind(tables, name, kind, visibleOwner(kind, agent, owner))),
    candidates(of, agent, owner) {
      const found = new Set<string>();
      for (const kind of of)
        for (const name of namesOfKind(tables, kind, agent, owner)) {
          found.add(name);
          if (found.size === mostCandidates) return [...found];
        }
      return [...found];
    },
    explain: (name, of, agent) => explain(tables, name, of, agent),
    introduce(name, kind, agent) {
      if (isReserved(name)) return `‘${name}’ means something else and cannot be a name`;
      const declared = tables.declared.get(name);
      if (declared !== undefined) return `‘${name}’ is ${nameTitles[declared]} already`;
      const owner = ownerOf(agent) ?? '';
      const table: Table = tables.owned.get(owner) ?? new Map();
      const before = table.get(name);
      if (before !== undefined && before !== kind)
        return `‘${name}’ is ${nameTitles[before]} already`;
      tables.owned.set(owner, table.set(name, kind));
      // A child of fork has what its parent has.
      if (kind === 'process') tables.owned.set(name, new Map(table));
      tables.anywhere.set(`${kind} ${name}`, owner);
      return null;
    },
  };
}

/** Takes every name: for operations that are judged by the state in which they are done. */
export const anyNames: Names = {
  has: () => true,
  candidates: () => [],
  explain: () => '',
  introduce: () => null,
};
