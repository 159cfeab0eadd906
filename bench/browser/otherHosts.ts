/**
 * Catches whatever leaves for another host: a proxy on loopback that stands for all of them, connects to
 * nothing, and counts. Chromium sends it every request that is not for 127.0.0.1, also those that no page
 * sees: preconnections, icons, workers.
 */
import { createServer } from 'node:http';

export interface HostTrap {
  /** Address of the proxy. */
  readonly address: string;
  /** Hosts that were asked so far, in order. */
  readonly asked: readonly string[];
  readonly close: () => void;
}

export function trapOtherHosts(): Promise<HostTrap> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.host ?? request.url ?? '');
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound ? bound.port : 0;
      const close = (): void => {
        server.close();
      };
      resolve({ address: `http://127.0.0.1:${port}`, asked, close });
    });
  });
}
