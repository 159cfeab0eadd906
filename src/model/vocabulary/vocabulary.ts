/**
 * What a subject of the model adds to its words: the shapes of the tables in this folder. Each file here
 * names one subject's actions, micro-events, rules and defects, in one place, and the script language, the
 * documentation and the type checker read them from there.
 */
import type { Defect, Rule } from '../violations/rule.ts';

/** Kinds of agents; `kernel` is the process of that name. */
export type AgentKind = 'thread' | 'kernel' | 'device' | 'cpu' | 'iommu';

/** Agents that can do each action. */
export type AgentsOf<A extends string> = Readonly<Record<A, readonly AgentKind[]>>;

/** Micro-event kinds and what each means, in a sentence without its end. */
export type EventWords = Readonly<Record<string, string>>;

export type Rules = Readonly<Record<string, Rule>>;
export type Defects = Readonly<Record<string, Defect>>;
