// Uses `bufscope/model` as any program of Node would: e2e/package.spec.ts runs it beside an installed package.
import assert from 'node:assert/strict';
import {
  append,
  createHistory,
  createState,
  describeCells,
  describeResult,
  explainEvent,
  findScenario,
  inputsOf,
  nextOperations,
  ownerOfBuffer,
  ownerWords,
  parseCursor,
  parseScenario,
  platforms,
  printOperation,
  printScenario,
  readScenario,
  rules,
  runScenario,
  ScenarioError,
  setupOf,
  stateAt,
  step,
  truncate,
} from 'bufscope/model';

// The importer keeps its mapping, and nobody cleans the cache after the second write.
const text = `title     A write that nobody tells the device of
platform  arm64
buffer    frame pages=1 mmap=none
device    gpu   importer=cached

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu:      import fd
app@cpu0: write p+0 64 A
gpu:      map frame TO_DEVICE
app@cpu0: write p+0 64 B
gpu:      dma read frame+0 64      expect B
`;
const scenario = readScenario(text);

// Where devices see memory only, the device reads A: harm, and the expectation does not hold.
const arm64 = runScenario(scenario);
assert.equal(arm64.platform, 'arm64');
assert.deepEqual(
  arm64.violations.map(({ rule, verdict }) => [rule, verdict]),
  [
    ['cpu-access-while-device-owns', 'harm'],
    ['stale-read', 'harm'],
  ],
);
const read = arm64.steps.at(-1);
assert.equal(read.text, 'gpu: dma read frame+0 64');
assert.equal(read.line, 12);
assert.equal(read.result.kind, 'bytes');
assert.equal(describeCells(read.result.cells), 'A');
assert.equal(describeCells(read.result.newest), 'B');
assert.equal(describeResult(read.result), 'A*64');
assert.equal(arm64.failures.length, 1);
assert.equal(arm64.failures[0].line, 12);
assert.equal(arm64.score.failed, 1);
// An effect is traced to the rule that made it possible.
assert.deepEqual(arm64.violations[1].causes, [arm64.violations[0].id]);
assert.match(rules['stale-read'].source, /./);

// Where devices snoop, the same program is right by luck.
const x86 = runScenario(scenario, 'x86');
assert.deepEqual(
  x86.violations.map(({ rule, verdict }) => [rule, verdict]),
  [['cpu-access-while-device-owns', 'luck']],
);
assert.equal(x86.failures.length, 0);

// The same operation by operation.
let state = createState(setupOf(scenario, 'arm64'));
const owners = [];
for (const input of inputsOf(scenario)) {
  const before = JSON.stringify(state);
  const done = step(state, input);
  assert.equal(JSON.stringify(state), before, 'a state stays as it is');
  state = done.state;
  owners.push(ownerWords(ownerOfBuffer(state, 0), ['gpu']));
}
assert.deepEqual(owners.slice(2, 5), ['CPU owns', 'CPU owns', 'gpu owns']);
assert.deepEqual(JSON.parse(JSON.stringify(state)), state, 'a state is JSON');
assert.deepEqual(state, arm64.history.entries.at(-1).state);

// Walking, and doing something else: the write is left out.
const mapped = stateAt(arm64.history, parseCursor('5'));
assert.equal(ownerWords(ownerOfBuffer(mapped, 0), ['gpu']), 'gpu owns');
const inside = stateAt(arm64.history, parseCursor('5.1'));
assert.notDeepEqual(inside, mapped);
const other = append(truncate(arm64.history, 5), inputsOf(scenario)[6]);
assert.equal(other.violations.length, 0);
assert.equal(arm64.history.entries.length, 7);

const empty = createHistory(setupOf(scenario));
assert.equal(empty.entries.length, 0);
const offered = nextOperations(empty.initial).map(({ operation }) => printOperation(operation));
assert.ok(
  offered.some((line) => line.endsWith('export frame')),
  offered.join('\n'),
);
assert.match(explainEvent(state, read.events[0]).text, /\.$/);

// Mistakes: with their places, or thrown.
const { scenario: none, diagnostics } = parseScenario('app@cpu0: q = mmmap fd\n');
assert.equal(none, null);
assert.equal(diagnostics[0].line, 1);
assert.equal(diagnostics[0].suggestion, 'mmap');
assert.throws(
  () => readScenario('nonsense'),
  (error) => error instanceof ScenarioError && error.diagnostics.length > 0,
);
assert.throws(() => runScenario(scenario, 'vax'), RangeError);
// What the kernel refuses is an errno, what a script cannot mean a script error: nothing throws.
const [, mmap] = inputsOf(scenario);
const refused = step(createState(setupOf(scenario)), mmap);
assert.equal(refused.result.kind, 'errno');
assert.equal(refused.result.errno, 'EBADF');
const agent = { kind: 'cpu', cpu: 9 };
const operation = { agent, action: { do: 'drain' } };
const impossible = step(createState(setupOf(scenario)), { operation, meanwhile: [] });
assert.equal(impossible.result.kind, 'scriptError');
assert.deepEqual(impossible.events, []);

// Text and back; what is built in.
assert.deepEqual(readScenario(printScenario(scenario)).steps.length, scenario.steps.length);
assert.deepEqual(
  platforms.map(({ id }) => id),
  ['x86', 'arm64', 'arm64-iommu', 'bounce'],
);
const missed = readScenario(findScenario('missed-clean').text);
for (const { id } of platforms) assert.deepEqual(runScenario(missed, id).failures, [], id);
process.stdout.write('model: right\n');
