import { describe, expect, it } from 'vitest';
import { offlineIndex, offlineNames, offlinePage, offlineReadme } from './offline.mjs';

describe('the offline zip', () => {
  it('has the player with the chunks that it loads, and not those of the workbench', () => {
    /** @type {Record<string, string>} */
    const files = {
      'index.html': '',
      'embed.html': '',
      'player.js': 'import("./assets/first-1a.js")',
      'assets/first-1a.js': 'import"./second-2b.js"',
      'assets/second-2b.js': '',
      'assets/workbench-3c.js': '',
      'bufscope-player.js': '',
      'fonts/a.woff2': '',
      'scenarios/x.html': '',
      'scenarios/x.svg': '',
      'scenarios/x.png': '',
      'scenarios/x.json': '',
    };
    expect(offlineNames(Object.keys(files), (name) => files[name] ?? '')).toEqual([
      'assets/first-1a.js',
      'assets/second-2b.js',
      'bufscope-player.js',
      'embed.html',
      'fonts/a.woff2',
      'player.js',
      'scenarios/x.html',
      'scenarios/x.svg',
    ]);
  });

  it('has pages with the classic script, and nothing for those who read them from elsewhere', () => {
    const page =
      '<head>\n <meta name="description" content="d">\n <meta property="og:image" content="x.png" />\n <meta name="twitter:card" content="c">\n <link\n rel="alternate" href="x.json" /><script type="module" src="../player.js"></script></head>';
    expect(offlinePage(page)).toBe(
      '<head>\n <meta name="description" content="d"><script defer src="../bufscope-player.js"></script></head>',
    );
  });

  it('has a workbench without modules', () => {
    const page = offlineIndex(
      '<html><head></head><body>\n<script type="module" src="/src/main.tsx"></script></body></html>',
    );
    expect(page).not.toContain('type="module"');
    expect(page).toContain('<script defer src="workbench.js"></script>');
    expect(() => offlineIndex('<html></html>')).toThrow('index.html starts no module');
  });

  it('says what it is', () => {
    expect(offlineReadme('1.2.3')).toMatch(/^bufscope 1\.2\.3,/);
  });
});
