/**
 * The run beside the one that is shown, as a short text in the state and in links:
 *
 *     comparison = part *( ";" part )
 *     part       = platform id / "script" / NAME.KEY=VALUE / "without:" 7,9 / "fork:" name (the last part)
 *
 * It is this run but for what the parts say. `docs/links.md` has the same for those who write links.
 */
import type { History } from '../history/history.ts';
import { inputsOfBranch, scriptBranch, type Branch, type BranchTree } from '../history/tree.ts';
import { findPlatform, platforms } from '../model/platforms/platforms.ts';
import type { Scenario } from '../script/ast.ts';
import { changeSetting, settingValue, type SettingChange } from '../script/changeSetting.ts';
import { nearest } from '../script/nearest.ts';
import { runOtherwise, type RunSpec } from './otherRuns.ts';
import type { SessionState } from './sessionState.ts';

/** What of a session a comparison starts from. */
export type Compared = Pick<
  SessionState,
  'scenario' | 'platform' | 'dmaDebug' | 'tree' | 'history'
>;

/** What the other run does otherwise. */
export interface RunChange {
  /** Id of the platform; null: the same. */
  readonly platform: string | null;
  /** Id of the branch; null: the same. */
  readonly branch: string | null;
  readonly settings: readonly SettingChange[];
  /** Numbers of operations that it leaves out, counted in its branch from 1. */
  readonly without: readonly number[];
}

/** The run beside this one. */
export interface OtherRun {
  readonly change: RunChange;
  /** What sets it apart, in a few words: `x86`, `frame mmap=none`. */
  readonly title: string;
  readonly platform: string;
  /** What it runs, but for `without`. */
  readonly spec: RunSpec;
  readonly history: History;
}

export type Comparison =
  | { readonly ok: true; readonly run: OtherRun }
  | { readonly ok: false; readonly wrong: string };

const sameRun: RunChange = { platform: null, branch: null, settings: [], without: [] };

/** The run that a text stands for, or what is wrong with the text, to be read after it. */
export function comparisonOf(state: Compared, text: string): Comparison {
  const change = parseComparison(state, text);
  if (typeof change === 'string') return { ok: false, wrong: change };
  return { ok: true, run: otherRun(state, change) };
}

/** What a text says, or what is wrong with it. */
export function parseComparison(state: Compared, text: string): RunChange | string {
  let change = sameRun;
  for (const part of partsOf(text)) {
    const next = readPart(state, part.trim(), change);
    if (typeof next === 'string') return next;
    change = next;
  }
  return change === sameRun ? 'says no other run' : check(state, change);
}

/** The name of a branch may have anything in it, so it stands last. */
function partsOf(text: string): readonly string[] {
  const fork = /(?:^|;)\s*fork:/.exec(text);
  const before = fork ? text.slice(0, fork.index) : text;
  const parts = before.split(';').filter((part) => part.trim() !== '');
  return fork ? [...parts, text.slice(fork.index).replace(/^;/, '')] : parts;
}

const settingPattern = /^([A-Za-z_][\w-]*)\.([a-z-]+)=(\S+)$/;
const withoutPattern = /^without:(\d{1,7}(?:,\d{1,7})*)$/;

function readPart(state: Compared, part: string, change: RunChange): RunChange | string {
  if (part === 'script') return { ...change, branch: scriptBranch };
  if (part.startsWith('fork:')) {
    const branch = findByName(state.tree, part.slice('fork:'.length).trim());
    return branch ? { ...change, branch: branch.id } : 'names a fork that is not here';
  }
  const [, numbers] = withoutPattern.exec(part) ?? [];
  if (numbers !== undefined)
    return { ...change, without: [...change.without, ...numbers.split(',').map(Number)] };
  const [, name, key, value] = settingPattern.exec(part) ?? [];
  if (name !== undefined && key !== undefined && value !== undefined)
    return { ...change, settings: [...change.settings, { name, key, value }] };
  if (findPlatform(part)) return { ...change, platform: part };
  return unknownPart(part);
}

function unknownPart(part: string): string {
  const ids = platforms.map(({ id }) => id);
  const near = nearest(part, [...ids, 'script']);
  if (near !== null) return `is no other run; did you mean ${near}?`;
  const known = [...ids, 'script', 'fork:NAME', 'NAME.KEY=VALUE', 'without:STEPS'];
  return `is none of ${known.join(', ')}`;
}

/** Another fork of that name than the one shown goes first. */
function findByName(tree: BranchTree, name: string): Branch | undefined {
  const named = tree.branches.filter((branch) => branch.name === name);
  return named.find(({ id }) => id !== tree.current) ?? named[0];
}

function check(state: Compared, change: RunChange): RunChange | string {
  let scenario: Scenario = state.scenario;
  for (const setting of change.settings) {
    const changed = changeSetting(scenario, setting);
    if (typeof changed === 'string') return `cannot be: ${changed}`;
    scenario = changed;
  }
  const count = inputsOfBranch(state.tree, change.branch ?? state.tree.current).length;
  const beyond = change.without.find((number) => number < 1 || number > count);
  if (beyond !== undefined) return `leaves out step ${beyond}, which the run has not`;
  return isSame(state, change) ? 'is the run that is shown' : change;
}

function isSame(state: Compared, change: RunChange): boolean {
  return (
    (change.platform ?? state.platform) === state.platform &&
    (change.branch ?? state.tree.current) === state.tree.current &&
    change.without.length === 0 &&
    change.settings.every(
      ({ name, key, value }) => settingValue(state.scenario, name, key) === value,
    )
  );
}

/** What a change runs, from a state in which it makes sense. */
export function specOf(state: Compared, change: RunChange): RunSpec {
  const { scenario, dmaDebug, tree } = state;
  const left = new Set(change.without);
  const inputs = inputsOfBranch(tree, change.branch ?? tree.current);
  return {
    scenario,
    dmaDebug,
    settings: change.settings,
    platform: change.platform ?? state.platform,
    inputs: left.size === 0 ? inputs : inputs.filter((_, i) => !left.has(i + 1)),
  };
}

function otherRun(state: Compared, change: RunChange): OtherRun {
  const spec = specOf(state, change);
  const { platform } = spec;
  return {
    change,
    title: titleOf(state.tree, change),
    platform,
    spec,
    history: runOtherwise(spec),
  };
}

function titleOf(tree: BranchTree, { platform, branch, settings, without }: RunChange): string {
  const steps = without.length === 1 ? 'step' : 'steps';
  return [
    platform === null ? '' : (findPlatform(platform)?.title ?? platform),
    branch === null ? '' : branchTitle(tree, branch),
    ...settings.map(({ name, key, value }) => `${name} ${key}=${value}`),
    without.length === 0 ? '' : `without ${steps} ${without.join(', ')}`,
  ]
    .filter((words) => words !== '')
    .join(', ');
}

function branchTitle(tree: BranchTree, id: string): string {
  return id === scriptBranch ? 'the script' : (tree.branches.find((b) => b.id === id)?.name ?? id);
}

/** The inverse of `parseComparison`. */
export function printComparison(tree: BranchTree, change: RunChange): string {
  const { platform, branch, settings, without } = change;
  const fork = tree.branches.find(({ id }) => id === branch);
  return [
    platform ?? '',
    branch === scriptBranch ? 'script' : '',
    ...settings.map(({ name, key, value }) => `${name}.${key}=${value}`),
    without.length === 0 ? '' : `without:${without.join(',')}`,
    fork && branch !== scriptBranch ? `fork:${fork.name}` : '',
  ]
    .filter((part) => part !== '')
    .join(';');
}

/** What leads back from the other run to this one; null where operations are left out for good. */
export function wayBack(state: Compared, change: RunChange): RunChange | null {
  if (change.without.length > 0) return null;
  const settings = change.settings.flatMap(({ name, key }): SettingChange[] => {
    const value = settingValue(state.scenario, name, key);
    return value === null ? [] : [{ name, key, value }];
  });
  if (settings.length < change.settings.length) return null;
  return {
    platform: change.platform === null ? null : state.platform,
    branch: change.branch === null ? null : state.tree.current,
    settings,
    without: [],
  };
}

/** What sets the run that is shown apart from one with this change: `arm64`, `frame mmap=sync-ioctl`. */
export function titleHere(state: Compared, change: RunChange): string {
  const { scenario, tree } = state;
  const settings = change.settings.map(({ name, key }) => ({
    name,
    key,
    value: settingValue(scenario, name, key) ?? 'as written',
  }));
  const platform = change.platform === null ? null : state.platform;
  const branch = change.branch === null ? null : tree.current;
  const title = titleOf(tree, { platform, branch, settings, without: [] });
  const whole = change.without.length === 0 ? '' : 'with all steps';
  return [title, whole].filter((words) => words !== '').join(', ');
}
