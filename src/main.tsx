/** Starts the workbench. */
import './app/fonts.css';
import './view/theme.css';
import './player/controls.css';
import './app/base.css';
import './app/layout.css';
import './app/header.css';
import './player/transport.css';
import './app/panels.css';
import './app/touch.css';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { version } from '../package.json';
import { App } from './app/App.tsx';
import { ErrorBoundary } from './app/ErrorBoundary.tsx';
import { pageExporter } from './app/export/pageExporter.ts';
import { loadAllParts, nextPicture } from './app/lazyPart.ts';
import { prefersStillness } from './player/motion.ts';
import { addressOf, copyText, pageAddress } from './app/pageAddress.ts';
import { SessionContext } from './app/useSession.ts';
import { createAutomation, type Automation } from './session/automation.ts';
import { isAtStart } from './session/derive.ts';
import { provideExporter } from './session/exporter.ts';
import { initialState } from './session/firstState.ts';
import { engineLoader, openingLoader } from './session/loaders.ts';
import { pageClock } from './session/player.ts';
import { playToSurprise } from './session/firstMinute.ts';
import { createSession } from './session/session.ts';
import { bindUrl } from './session/urlBinding.ts';

declare global {
  interface Window {
    bufscope: Automation;
  }
}

/** Milliseconds after the first picture, when what is not seen yet is fetched. */
const idleMs = 1000;

const session = createSession({ clock: pageClock, addressOf, copy: copyText }, initialState());
provideExporter(session, pageExporter);
const isBare = pageAddress.fragment() === '';
const { opened } = bindUrl(session, pageAddress, pageClock);
const root = document.getElementById('root');

async function start(): Promise<void> {
  await opened;
  // In the middle of a run everything is shown at once; the bare address does without most of it.
  const state = session.store.getState();
  if (!isAtStart(state) || state.caches === 'sets') await loadAllParts();
  if (!root) return;
  // At once, with its effects: when this returns the page listens to keys and knows whether it is still.
  flushSync(() =>
    createRoot(root).render(
      <ErrorBoundary>
        <SessionContext value={session}>
          <App isBare={isBare} />
        </SessionContext>
      </ErrorBoundary>,
    ),
  );
  await nextPicture();
  session
    .wait(engineLoader.load())
    .then(() => (isBare && !prefersStillness() ? playToSurprise(session) : undefined))
    .catch(() => undefined);
  setTimeout(() => {
    void loadAllParts();
    openingLoader.load().catch(() => undefined);
  }, idleMs);
}

window.bufscope = createAutomation(session, version, start());
