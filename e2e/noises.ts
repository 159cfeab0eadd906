/** What pages say and ask for: the tests want them quiet. */
import type { ConsoleMessage, Page } from '@playwright/test';

interface Quiet {
  /** Where requests may go to, besides files and what the page makes itself. */
  readonly hosts?: readonly string[];
  /** Whether a console message is somebody else's, and no matter. */
  readonly isExpected?: (message: ConsoleMessage) => boolean;
}

/** From now on, all that the page and its frames say or ask for and should not: the list grows. */
export function noisesOf(
  page: Page,
  { hosts = ['127.0.0.1'], isExpected = () => false }: Quiet = {},
): string[] {
  const noises: string[] = [];
  page.on('console', (message) => {
    if (!isExpected(message)) noises.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => noises.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (hostname !== '' && !hosts.includes(hostname)) noises.push(`request: ${request.url()}`);
  });
  return noises;
}
