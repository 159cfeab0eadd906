// What a bench in bench/*.bench.ts is given and returns, and how its rows are printed.

/**
 * @typedef {object} BenchContext
 * @property {() => Promise<{ address: string, close: () => void }>} serveApp serves the built workbench
 * @property {() => Promise<import('@playwright/test').Browser>} launchBrowser a headless Chromium
 * @property {() => number} firstLoadBytes of the built workbench, compressed with gzip
 */

/**
 * @typedef {object} BenchRow
 * @property {string} name what is measured
 * @property {number} value
 * @property {string} unit
 * @property {{ atLeast: number } | { atMost: number }} [target]
 */

/** @typedef {BenchRow & { bench: string }} NamedRow */

/** @param {BenchRow} row */
export function meetsTarget({ value, target }) {
  if (!target) return true;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

/** @param {number} value */
function formatNumber(value) {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** @param {BenchRow} row */
function formatTarget({ target }) {
  if (!target) return '';
  return 'atLeast' in target
    ? `at least ${formatNumber(target.atLeast)}`
    : `at most ${formatNumber(target.atMost)}`;
}

/**
 * @param {NamedRow[]} rows
 * @returns {string}
 */
export function formatTable(rows) {
  const head = ['bench', 'what', 'value', 'unit', 'target', ''];
  const lines = rows.map((row) => {
    const verdict = row.target ? (meetsTarget(row) ? 'ok' : 'MISSED') : '';
    return [row.bench, row.name, formatNumber(row.value), row.unit, formatTarget(row), verdict];
  });
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  /** @type {(cells: string[]) => string} */
  const format = (cells) =>
    cells
      .map((cell, column) =>
        column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [format(head), ...lines.map(format)].join('\n');
}
