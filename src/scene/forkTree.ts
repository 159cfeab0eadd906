/**
 * The script and its forks as a tree that lies on its side: a row a branch, to the right the operations by
 * their numbers, and a line from where each fork leaves another. Broken rules stand on the lines as flags.
 */

/** A branch as the picture needs it. */
export interface ForkBranch {
  readonly id: string;
  readonly name: string;
  /** Branch that it leaves; null for the script. */
  readonly parent: string | null;
  /** Where it leaves that, for people: `12.3`. */
  readonly at: string;
  /** Operations that it shares with what it leaves; with a half where it leaves inside of one. */
  readonly leaves: number;
  /** Operations from the beginning to its end. */
  readonly length: number;
  /** Operations of its own that break a rule; null: it was not run. */
  readonly flags: readonly ForkFlag[] | null;
}

export interface ForkFlag {
  readonly operation: number;
  /** Whether that did harm in its run; else it went well by luck. */
  readonly isHarm: boolean;
}

export interface ForkRow {
  readonly id: string;
  /** From 0; what leaves another stands in a row below it. */
  readonly level: number;
  /** Its name as far as there is room for it. */
  readonly title: string;
  readonly name: string;
  readonly y: number;
  /** Where its own line begins and ends. */
  readonly from: number;
  readonly to: number;
  /** Height of the line that it leaves; null for the script. */
  readonly parentY: number | null;
  /** The part of its line on the way to the end of the current branch; null: none. */
  readonly lit: { readonly from: number; readonly to: number } | null;
  readonly isCurrent: boolean;
  readonly dots: readonly number[];
  readonly flags: readonly { readonly x: number; readonly isHarm: boolean }[];
  /** Operations of its own that break a rule with harm, and by luck without. */
  readonly harm: number;
  readonly luck: number;
  /** All of it in words. */
  readonly text: string;
}

export interface ForkScene {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  /** Where the column of counts begins, between names and lines. */
  readonly countLeft: number;
  readonly rows: readonly ForkRow[];
  /** Numbers of operations over the lines. */
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  /** Where the cursor is on the current branch. */
  readonly here: { readonly x: number; readonly y: number } | null;
}

export interface ForkOptions {
  readonly current: string;
  /** Operations done at the cursor; with a half inside of one. */
  readonly done: number;
  readonly width: number;
  readonly rowHeight: number;
}

const axisHeight = 18;
const left = 8;
const widestName = 210;
const narrowestName = 96;
const letter = 6.7;
const countWidth = 44;
const right = 16;
const widestStep = 30;
const fewestPixelsOfTick = 26;
const fewestPixelsOfDot = 9;
const mostFlags = 200;

/** Lays out the tree of forks. `branches`: a parent before its children. */
export function forkScene(branches: readonly ForkBranch[], options: ForkOptions): ForkScene {
  const { width, rowHeight, current, done } = options;
  const owners = new Map(branches.map((branch) => [branch.id, ownerOf(branches, branch)]));
  const order = inOrder(branches, owners);
  const nameWidth = Math.max(narrowestName, Math.min(widestName, width * 0.3));
  const start = left + nameWidth + countWidth;
  const most = Math.max(1, ...branches.map(({ length }) => length));
  const step = Math.min(widestStep, (width - start - right) / most);
  const xOf = (operations: number) => Math.round((start + operations * step) * 10) / 10;
  const yOf = new Map(order.map(({ id }, i) => [id, axisHeight + rowHeight * (i + 0.5)]));
  const way = wayTo(branches, owners, current);
  const rows = order.map((branch): ForkRow => {
    const owner = owners.get(branch.id);
    const flags = branch.flags ?? [];
    const harm = flags.filter(({ isHarm }) => isHarm).length;
    const isCurrent = branch.id === current;
    const until = isCurrent ? branch.length : way.get(branch.id);
    return {
      id: branch.id,
      name: branch.name,
      title: shortened(branch.name, nameWidth - levelOf(owners, branch.id) * 10),
      level: levelOf(owners, branch.id),
      y: yOf.get(branch.id) ?? 0,
      from: xOf(branch.leaves),
      to: xOf(branch.length),
      parentY: owner ? (yOf.get(owner.id) ?? null) : null,
      lit: until === undefined ? null : { from: xOf(branch.leaves), to: xOf(until) },
      isCurrent,
      dots: step < fewestPixelsOfDot ? [] : ownOperations(branch).map(xOf),
      flags: flags
        .slice(0, mostFlags)
        .map(({ operation, isHarm }) => ({ x: xOf(operation), isHarm })),
      harm,
      luck: flags.length - harm,
      text: wordsOf(branch, owner, harm),
    };
  });
  const y = yOf.get(current);
  return {
    width,
    height: axisHeight + rowHeight * order.length,
    rowHeight,
    countLeft: left + nameWidth + 4,
    rows,
    ticks: ticksOf(most, step).map((operation) => ({
      x: xOf(operation),
      label: String(operation),
    })),
    here: y === undefined ? null : { x: xOf(done), y },
  };
}

type Owners = ReadonlyMap<string, ForkBranch | null>;

/**
 * The branch whose line a fork leaves. A fork may leave its parent in the part that this shares with its own
 * parent: there the line is that one's.
 */
function ownerOf(
  branches: readonly ForkBranch[],
  { parent, leaves }: ForkBranch,
): ForkBranch | null {
  const above = branches.find(({ id }) => id === parent);
  if (!above) return null;
  return above.parent !== null && leaves <= above.leaves
    ? ownerOf(branches, { ...above, leaves })
    : above;
}

/** Rows from the top: forks below what they leave, the last to leave first, so that no line crosses another. */
function inOrder(branches: readonly ForkBranch[], owners: Owners): readonly ForkBranch[] {
  const below = (owner: ForkBranch | null): readonly ForkBranch[] =>
    branches
      .filter(({ id }) => (owners.get(id)?.id ?? null) === (owner?.id ?? null))
      .toSorted((a, b) => b.leaves - a.leaves)
      .flatMap((branch) => [branch, ...below(branch)]);
  return below(null);
}

function levelOf(owners: Owners, id: string): number {
  const owner = owners.get(id);
  return owner ? levelOf(owners, owner.id) + 1 : 0;
}

/** Branches on the way to the current one, with the operations after which each is left. */
function wayTo(
  branches: readonly ForkBranch[],
  owners: Owners,
  current: string,
): ReadonlyMap<string, number> {
  const way = new Map<string, number>();
  let branch = branches.find(({ id }) => id === current);
  while (branch) {
    const owner = owners.get(branch.id);
    if (!owner) break;
    way.set(owner.id, branch.leaves);
    branch = owner;
  }
  return way;
}

function ownOperations({ leaves, length }: ForkBranch): readonly number[] {
  const first = Math.floor(leaves) + 1;
  return Array.from({ length: Math.max(0, length - first + 1) }, (_, i) => first + i);
}

/** Every operation, every second, every fifth …: as many as can be read. */
function ticksOf(most: number, step: number): readonly number[] {
  const every =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find(
      (each) => each * step >= fewestPixelsOfTick,
    ) ?? most;
  return Array.from({ length: Math.floor(most / every) }, (_, i) => (i + 1) * every);
}

function shortened(name: string, width: number): string {
  const most = Math.max(4, Math.floor(width / letter));
  return name.length <= most ? name : `${name.slice(0, most - 1).trimEnd()}…`;
}

/** `fix: sync, leaves script at step 6, 12 operations, 1 broken rule does harm`. */
function wordsOf(
  { name, at, length, flags }: ForkBranch,
  owner: ForkBranch | null | undefined,
  harm: number,
): string {
  const luck = (flags?.length ?? 0) - harm;
  const rules = flags === null ? '' : harm + luck === 0 ? ', breaks no rule' : '';
  return [
    name,
    owner ? `, leaves ${owner.name} at step ${at}` : '',
    `, ${length} operations`,
    harm > 0 ? `, ${harm} broken ${harm === 1 ? 'rule does' : 'rules do'} harm` : '',
    luck > 0 ? `, ${luck} broken ${luck === 1 ? 'rule goes' : 'rules go'} well by luck` : '',
    rules,
  ].join('');
}
