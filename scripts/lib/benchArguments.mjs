// What `npm run bench -- …` is asked to do.

const usage = `usage: npm run bench -- [--json] [NAME …]
NAME stands for the bench files whose names contain it; without any, all are run`;

/**
 * @typedef {object} BenchChoice
 * @property {boolean} asJson whether the JSON alone is printed
 * @property {string[]} names files to run
 * @property {string | null} message printed instead of running anything
 * @property {number} code exit code with the message
 */

/**
 * Reads the arguments; what is no option and no name of a file is refused.
 * @param {string[]} args
 * @param {string[]} files in bench/
 * @returns {BenchChoice}
 */
export function readBenchArguments(args, files) {
  /** @type {(message: string, code: number) => BenchChoice} */
  const instead = (message, code) => ({ asJson: false, names: [], message, code });
  if (args.includes('--help') || args.includes('-h')) return instead(usage, 0);
  const filters = args.filter((argument) => argument !== '--json');
  const wrong = filters.find(
    (filter) => filter.startsWith('-') || !files.some((name) => name.includes(filter)),
  );
  if (wrong !== undefined) {
    const kind = wrong.startsWith('-') ? 'option' : 'bench file';
    return instead(`error: there is no ${kind} ${wrong}\n${usage}`, 2);
  }
  const names = files.filter(
    (name) => filters.length === 0 || filters.some((filter) => name.includes(filter)),
  );
  return { asJson: args.includes('--json'), names, message: null, code: 0 };
}
