// Finds Sphinx with what our pages need, and installs Debian's packages of it when they are missing. Always the
// system's own Python: another one on the PATH does not see Debian's packages.
import { spawnSync } from 'node:child_process';
import { run, which } from './run.mjs';

const python = '/usr/bin/python3';

/** Debian's packages: the generator, Markdown for it, the theme; and what makes PDF of pictures, for books. */
const sphinxPackages = ['python3-sphinx', 'python3-myst-parser', 'furo', 'librsvg2-bin'];

/** What a person types to get them. */
const howToInstall = `apt-get install -y --no-install-recommends ${sphinxPackages.join(' ')}`;

/** Whether generator, Markdown and theme can be loaded. */
function hasSphinx() {
  const imports = ['-c', 'import sphinx, myst_parser, furo'];
  return spawnSync(python, imports, { stdio: 'ignore' }).status === 0;
}

/** As root, or through a sudo that asks nothing. */
async function installFromDebian() {
  const isRoot = process.getuid?.() === 0;
  if (!which('apt-get') || (!isRoot && !which('sudo'))) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  /** @param {string[]} args */
  const apt = (args) =>
    isRoot ? run('apt-get', args, { env }) : run('sudo', ['-n', 'apt-get', ...args], { env });
  if ((await apt(['-qq', 'update'])).code !== 0) return;
  await apt(['-qq', 'install', '-y', '--no-install-recommends', ...sphinxPackages]);
}

/**
 * Sphinx with MyST and furo on this machine, installed now if it was missing.
 * @returns {Promise<boolean>} false when it could not be had; what to do has been printed
 */
export async function ensureSphinx() {
  if (hasSphinx()) return true;
  console.log("No Sphinx with MyST and furo found: trying Debian's …");
  await installFromDebian();
  if (hasSphinx()) return true;
  console.error(`Sphinx is missing. On Debian or Ubuntu: ${howToInstall}`);
  return false;
}

/**
 * Runs sphinx-build with the system's Python in the repository's root.
 * @param {string[]} args as of sphinx-build
 * @param {Parameters<typeof run>[2]} [options]
 */
export function sphinxBuild(args, options) {
  return run(python, ['-m', 'sphinx', ...args], options);
}
