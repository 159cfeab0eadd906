// A static server for the built application, on loopback only, under a strict content security
// policy: what runs here runs on any plain web space.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/** @type {Record<string, string>} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** What a page may load and do, whatever its markup says; docs/security.md explains each part. */
export const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; " +
  "form-action 'none'; require-trusted-types-for 'script'; trusted-types bufscope-worker";

/** The one page that others may show in a frame, in whatever folder; any other is for a window of its own, or for this site. */
const forFrames = /^[^?#]*\/embed\.html(?:[?#]|$)/;

const headers = {
  // What is served is public and the same for everybody: frames without an origin fetch it too.
  'access-control-allow-origin': '*',
  'cache-control': 'no-cache',
  'cross-origin-resource-policy': 'cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * The headers of an answer.
 * @param {string} url path and query as requested
 * @param {string | null} policy the content security policy; null for none
 */
function headersFor(url, policy) {
  if (policy === null) return headers;
  const whole = forFrames.test(url) ? policy : `${policy}; frame-ancestors 'self'`;
  return { ...headers, 'content-security-policy': whole };
}

/**
 * The file for a request path.
 * @param {string} folder absolute
 * @param {string} url path and query as requested
 * @returns {string | undefined} undefined when there is none, or the path leaves the folder
 */
export function fileFor(folder, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  if (!file.startsWith(folder + sep)) return undefined;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

/**
 * Serves a folder on 127.0.0.1.
 * @param {string} folder absolute
 * @param {number} port 0 for any free one
 * @param {{ policy?: string | null }} [options] `policy`: another content security policy than bufscope's own,
 *   null for none: what a test needs that plays somebody else's site
 * @returns {Promise<{ address: string, close: () => void }>} rejects when the port is taken
 */
export function serve(folder, port, { policy = contentPolicy } = {}) {
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const general = headersFor(url, policy);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...general, allow: 'GET, HEAD' }).end();
      return;
    }
    const file = fileFor(folder, url);
    if (!file) {
      response.writeHead(404, { ...general, 'content-type': 'text/plain' }).end('not found\n');
      return;
    }
    const type = types[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...general, 'content-type': type });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .once('error', () => response.destroy())
        .pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const bound = server.address();
      const actual = typeof bound === 'object' && bound ? bound.port : port;
      resolve({ address: `http://127.0.0.1:${actual}/`, close: () => server.close() });
    });
  });
}
