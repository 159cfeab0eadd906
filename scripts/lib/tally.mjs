// Reads what the test programs report, and adds it up. A part that could not run counts as one
// failure, so that nothing is ever lost in silence.

/** @typedef {{ passed: number, failed: number }} Tally */

/** @type {Tally} */
export const couldNotRun = { passed: 0, failed: 1 };

/**
 * @param {Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
  };
}

/**
 * A run that ended with an error code has failed, even if no single test says so.
 * @param {Tally} tally
 * @param {number} code the program's exit code
 * @returns {Tally}
 */
function withExitCode(tally, code) {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/**
 * Vitest's JSON report. A file that could not be loaded has no tests and counts as one failure.
 * @param {any} report undefined when there is none
 * @param {number} code
 * @returns {Tally}
 */
export function tallyVitest(report, code) {
  if (typeof report?.numPassedTests !== 'number') return couldNotRun;
  const unloadable = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + unloadable;
  if (report.numPassedTests + failed === 0) return couldNotRun;
  return withExitCode({ passed: report.numPassedTests, failed }, code);
}

/**
 * Playwright's JSON report. A test that needed a second try has failed.
 * @param {any} report undefined when there is none
 * @param {number} code
 * @returns {Tally}
 */
export function tallyPlaywright(report, code) {
  const stats = report?.stats;
  if (typeof stats?.expected !== 'number') return couldNotRun;
  const failed = stats.unexpected + stats.flaky + report.errors.length;
  if (stats.expected + failed === 0) return couldNotRun;
  return withExitCode({ passed: stats.expected, failed }, code);
}

/**
 * What `bufscope conform` printed: its last line is `N of N agree`.
 * @param {string} output
 * @param {number} code
 * @returns {Tally}
 */
export function tallyConform(output, code) {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  const match = /^(\d+) of (\d+) agree$/.exec(last.trim());
  const [agree, all] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (all === 0) return couldNotRun;
  return withExitCode({ passed: agree, failed: all - agree }, code);
}
