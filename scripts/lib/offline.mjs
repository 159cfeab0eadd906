// The offline zip: which files of the built site it has, and how its pages differ. Browsers load no modules from
// files, so the pages take the classic scripts.

const module = '<script type="module" src="../player.js"></script>';
const classic = '<script defer src="../bufscope-player.js"></script>';

/** Files of the site that the zip has besides its own workbench and what `player.js` loads. */
const kept = [
  /^embed\.(?:html|js|css)$/,
  /^(?:player|bufscope-player|client)\.js$/,
  /^favicon\.svg$/,
  /^licenses\.md$/,
  /^fonts\//,
  // Pictures for previews and oEmbed are for those who read pages from elsewhere.
  /^scenarios\/[^/]+\.(?:html|svg|css)$/,
];

/**
 * Names of the files for the zip.
 * @param {readonly string[]} names all of the built site
 * @param {(name: string) => string} read
 */
export function offlineNames(names, read) {
  const chosen = names.filter((name) => kept.some((pattern) => pattern.test(name)));
  return [...new Set([...chosen, ...chunksOf('player.js', names, read)])].sort();
}

/**
 * The chunks that a module loads, directly or not: the built files whose names stand in it.
 * @param {string} entry
 * @param {readonly string[]} names
 * @param {(name: string) => string} read
 */
function chunksOf(entry, names, read) {
  /** @type {Set<string>} */
  const found = new Set();
  const chunks = names.filter((name) => /^assets\/.+\.(?:js|css)$/.test(name));
  const waiting = [entry];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const text = read(name);
    for (const chunk of chunks)
      if (!found.has(chunk) && text.includes(chunk.slice('assets/'.length))) {
        found.add(chunk);
        waiting.push(chunk);
      }
  }
  return [...found];
}

/**
 * A page of a scenario as the zip has it.
 * @param {string} page
 */
export function offlinePage(page) {
  return page
    .replace(module, classic)
    .replaceAll(/\s*<meta (?:property|name)="(?:og|twitter):[^>]*>/gu, '')
    .replaceAll(/\s*<link\s+rel="alternate"[^>]*>/gu, '');
}

/**
 * The workbench's page, with its one classic script.
 * @param {string} page index.html of the source
 */
export function offlineIndex(page) {
  const own =
    '<link rel="stylesheet" href="workbench.css" />\n    <script defer src="workbench.js"></script>\n  </head>';
  const script = /\s*<script type="module"[^>]*><\/script>/u;
  if (!script.test(page)) throw new Error('index.html starts no module');
  return page.replace(script, '').replace('</head>', own);
}

/**
 * What to do with the zip.
 * @param {string} version
 */
export function offlineReadme(version) {
  return `bufscope ${version}, for a computer without a network

Unpack the zip, and open these files with a browser:

  index.html            the workbench
  scenarios/index.html  all scenarios as pages, with figures that can be stepped
  embed.html            the figure alone, as it stands in other pages:
                        embed.html#scenario=missed-clean&at=8

Nothing is installed, and nothing is fetched from anywhere.

For a page of your own, also one that is opened from a file:

  <script defer src="bufscope/bufscope-player.js"></script>
  <bufscope-player scenario="missed-clean" at="8"></bufscope-player>

Browsers load no modules (player.js, client.js) and start no workers from files. So the workbench here is one
classic script, and animations are saved as WebM there; from a web space, such as
"python3 -m http.server" in this folder, all of it works.

Licence: Apache-2.0, see LICENSE.txt. What is bundled: licenses.md, fonts/LICENSE.txt.
`;
}
