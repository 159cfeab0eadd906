// What `npm run audit` makes of a lock file and of npm's report: licences, install scripts, advisories. Pure.

/** @typedef {{ version?: string, license?: string, link?: boolean, dev?: boolean, hasInstallScript?: boolean }} Entry */
/** @typedef {{ packages: Record<string, Entry> }} Lock */

/** Licences under which a package may be used here, by their SPDX names. */
export const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
]);

/**
 * Whether an SPDX expression of names, AND, OR and parentheses lets us use the package.
 * @param {string | undefined} expression
 * @returns {boolean}
 */
export function isAllowed(expression) {
  const tokens = expression?.match(/[()]|[\w.+-]+/g) ?? [];
  let at = 0;
  /** @returns {boolean} */
  const one = () => {
    const token = tokens[at++] ?? '';
    if (token !== '(') return allowedLicences.has(token);
    const inner = either();
    return tokens[at++] === ')' && inner;
  };
  /** @returns {boolean} */
  const both = () => {
    let holds = one();
    while (tokens[at] === 'AND') {
      at++;
      holds = one() && holds;
    }
    return holds;
  };
  /** @returns {boolean} */
  function either() {
    let holds = both();
    while (tokens[at] === 'OR') {
      at++;
      holds = both() || holds;
    }
    return holds;
  }
  const holds = either();
  return holds && at === tokens.length;
}

/** @param {Lock} lock @returns {[string, Entry][]} what was downloaded, by its place: neither the repository nor its own parts */
function downloaded({ packages }) {
  return Object.entries(packages).filter(
    ([path, entry]) => path.includes('node_modules/') && entry.link !== true,
  );
}

/** @param {string} path @param {Entry} entry */
function nameOf(path, entry) {
  return `${path.split('node_modules/').at(-1)}@${entry.version}`;
}

/**
 * How many packages there are of each licence, most first, and which have one that is not allowed.
 * @param {Lock} lock
 * @returns {{ counts: [string, number][], wrong: string[] }}
 */
export function licencesOf(lock) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {string[]} */
  const wrong = [];
  for (const [path, entry] of downloaded(lock)) {
    const licence = entry.license ?? 'none given';
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
    if (!isAllowed(entry.license)) wrong.push(`${nameOf(path, entry)}: ${licence}`);
  }
  return { counts: [...counts].sort((a, b) => b[1] - a[1]), wrong };
}

/**
 * Packages that run a program of their own when they are installed.
 * @param {Lock} lock
 * @returns {string[]}
 */
export function installScripts(lock) {
  return downloaded(lock)
    .filter(([, entry]) => entry.hasInstallScript === true)
    .map(([path, entry]) => nameOf(path, entry));
}

/** @typedef {{ name: string, severity: string, range: string, titles: string[], fix: string }} Advisory */

const severities = ['info', 'low', 'moderate', 'high', 'critical'];

/**
 * Reads what `npm audit --json` printed.
 * @param {string} output
 * @returns {Advisory[] | string} the gravest first; a text says why there is no report
 */
export function readReport(output) {
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return output.trim().split('\n').at(-1)?.slice(0, 200) || 'npm printed nothing';
  }
  const { error, message } = report;
  if (error || message) return String(error?.summary || message || error?.code || 'unknown error');
  if (typeof report.vulnerabilities !== 'object') return 'the registry sent no report';
  /** @type {any[]} */
  const found = Object.values(report.vulnerabilities);
  return found
    .map(({ name, severity, range, via, fixAvailable }) => ({
      name: String(name),
      severity: String(severity),
      range: String(range),
      titles: via.map((/** @type {any} */ each) =>
        typeof each === 'string' ? `by ${each}` : `${each.title} ${each.url}`,
      ),
      fix: fixAvailable === false ? 'no fix yet' : 'npm audit fix, or a newer version',
    }))
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}

/**
 * Whether an advisory must not be left alone: in what is shipped any, in tools the grave ones.
 * @param {Advisory} advisory
 * @param {boolean} isShipped
 */
export function isGrave({ severity }, isShipped) {
  return severities.indexOf(severity) >= severities.indexOf(isShipped ? 'low' : 'high');
}
