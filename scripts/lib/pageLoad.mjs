// What a real browser fetches for a page: for the tests and benches of the first load.
import { gzipSync } from 'node:zlib';

/**
 * Records what a page fetches from now on; call it before going to the address.
 * @param {import('@playwright/test').Page} page
 */
export function recordLoad(page) {
  /** @type {import('@playwright/test').Response[]} */
  const responses = [];
  page.on('response', (response) => responses.push(response));
  return {
    /** Every host that was asked, with its port. */
    hosts: () => [...new Set(responses.map((response) => new URL(response.url()).host))],
    /** Bytes of markup, scripts and styles fetched so far, compressed with gzip. */
    bytes: async () => {
      const code = responses.filter((response) =>
        /html|javascript|css/.test(response.headers()['content-type'] ?? ''),
      );
      const sizes = code.map(async (response) => gzipSync(await response.body()).length);
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    },
  };
}
