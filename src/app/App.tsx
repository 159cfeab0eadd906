/** The workbench: what stands where on a desktop, a tablet and a phone. */
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { isAtStart } from '../session/derive.ts';
import type { PanelId } from '../session/sessionState.ts';
import { Caption } from './Caption.tsx';
import { Header } from './Header.tsx';
import { Tabs } from './Inspector.tsx';
import { arePartsHere, lazyPart, nextPicture } from './lazyPart.ts';
import { LiveRegion, Toast } from './Messages.tsx';
import { RoomPanel } from './RoomPanel.tsx';
import { ScriptPanel } from './ScriptPanel.tsx';
import { Transport } from './Transport.tsx';
import { useKeys } from './useKeys.ts';
import { useSession, useSessionObject } from './useSession.ts';
import { WhyPanel } from './WhyPanel.tsx';

/** Below the first picture: fetched when that is on screen. */
const LanesPanel = lazyPart(
  async () => {
    await nextPicture();
    return (await import('./LanesPanel.tsx')).LanesPanel;
  },
  <section className="panel lanes" aria-label="Lanes" />,
);
const Branches = lazyPart(async () => (await import('./Branches.tsx')).Branches);
const loading = <p className="empty">Loading …</p>;
const MachinePanel = lazyPart(
  async () => (await import('./MachinePanel.tsx')).MachinePanel,
  loading,
);
const CallsPanel = lazyPart(async () => (await import('./CallsPanel.tsx')).CallsPanel, <NoCalls />);
const ObjectsPanel = lazyPart(
  async () => (await import('./ObjectsPanel.tsx')).ObjectsPanel,
  loading,
);
const LogPanel = lazyPart(async () => (await import('./LogPanel.tsx')).LogPanel, loading);
const Lecture = lazyPart(async () => (await import('./Lecture.tsx')).Lecture);
const LinkProblems = lazyPart(async () => (await import('./LinkProblems.tsx')).LinkProblems);
const Stage = lazyPart(async () => (await import('./Stage.tsx')).Stage);
const Tour = lazyPart(async () => (await import('./Tour.tsx')).Tour);
const FirstOffer = lazyPart(async () => (await import('./FirstOffer.tsx')).FirstOffer);
const ComparePanel = lazyPart(async () => (await import('./ComparePanel.tsx')).ComparePanel);
const Sheets = lazyPart(async () => (await import('./Sheets.tsx')).Sheets);

type Layout = 'desktop' | 'tablet' | 'phone';

const desktopQuery = '(min-width: 1080px)';
const tabletQuery = '(min-width: 700px)';

function readLayout(): Layout {
  if (window.matchMedia(desktopQuery).matches) return 'desktop';
  return window.matchMedia(tabletQuery).matches ? 'tablet' : 'phone';
}

function watchLayout(onChange: () => void): () => void {
  const queries = [window.matchMedia(desktopQuery), window.matchMedia(tabletQuery)];
  for (const query of queries) query.addEventListener('change', onChange);
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange);
  };
}

interface AppProps {
  /** Whether the page was opened at its bare address: then it offers the tour. */
  readonly isBare: boolean;
}

export function App({ isBare }: AppProps) {
  const layout = useSyncExternalStore(watchLayout, readLayout);
  useKeys();
  useTheme();
  useTitle();
  useParts();
  const isLecture = useSession((s) => s.lecture);
  const isStage = useSession((s) => s.controls === 'none' && s.compare === null);
  const hasProblems = useSession((s) => s.problems.length > 0);
  const isTour = useSession((s) => s.tour !== null);
  const isCompared = useSession((s) => s.compare !== null);
  return (
    <div className="app">
      {isLecture ? (
        <Lecture />
      ) : isStage ? (
        <Stage />
      ) : (
        <>
          <Header isPhone={layout === 'phone'} />
          {hasProblems && <LinkProblems />}
          <main className={`main ${layout}`}>
            {isCompared ? <ComparePanel layout={layout} /> : columns[layout]()}
          </main>
          {isTour && <Tour />}
          {isBare && !isTour && <FirstOffer />}
        </>
      )}
      <OpenSheet />
      <Toast />
      <LiveRegion />
    </div>
  );
}

const columns: Readonly<Record<Layout, () => ReactNode>> = {
  desktop: () => (
    <>
      <Side of={['script', 'calls']}>
        <Shown panel="script" />
        <Shown panel="calls" />
      </Side>
      <Centre />
      <Side of={['why', 'machine', 'objects', 'log']}>
        <Shown panel="why" />
        <Tabs among={['machine', 'objects', 'log']} label="Details" render={renderPanel} />
      </Side>
    </>
  ),
  tablet: () => (
    <>
      <Centre />
      <Side of={['script', 'why', 'calls', 'machine', 'objects', 'log']}>
        <Shown panel="script" />
        <Tabs
          among={['why', 'calls', 'machine', 'objects', 'log']}
          label="Details"
          render={renderPanel}
        />
      </Side>
    </>
  ),
  phone: () => (
    <div className="column">
      <Shown panel="room" />
      <Caption />
      <div className="sheet">
        <Tabs
          among={['why', 'script', 'lanes', 'calls', 'machine', 'objects', 'log']}
          label="Panels"
          render={renderPanel}
        />
      </div>
      <Forks />
      <Transport isPhone />
    </div>
  ),
};

/** A column beside the picture; it is not there when all of its panels are hidden. */
function Side({ of, children }: { readonly of: readonly PanelId[]; readonly children: ReactNode }) {
  const isShown = useSession((s) => of.some((panel) => s.panels.includes(panel)));
  return isShown && <div className="column side">{children}</div>;
}

function Centre() {
  return (
    <div className="column centre">
      <Shown panel="room" />
      <Caption />
      <Transport isPhone={false} />
      <Forks />
      <Shown panel="lanes" />
    </div>
  );
}

function Shown({ panel }: { readonly panel: PanelId }) {
  const isShown = useSession((s) => s.panels.includes(panel));
  return isShown ? renderPanel(panel) : null;
}

function renderPanel(panel: PanelId): ReactNode {
  switch (panel) {
    case 'room':
      return <RoomPanel />;
    case 'lanes':
      return <LanesPanel />;
    case 'script':
      return <ScriptPanel />;
    case 'calls':
      return <Calls />;
    case 'why':
      return <WhyPanel />;
    case 'machine':
      return <Machine />;
    case 'objects':
      return <ObjectsPanel />;
    case 'log':
      return <LogPanel />;
  }
}

/** At the start no object has a state to speak of: the diagrams come with the first step. */
function Machine() {
  const atStart = useSession(isAtStart);
  if (!atStart) return <MachinePanel />;
  return (
    <p className="empty machine-empty">
      Step on: the state machines of buffers, attachments, page table entries and mappings appear
      here.
    </p>
  );
}

/** Before the first operation nothing was called. */
function Calls() {
  const atStart = useSession(isAtStart);
  return atStart ? <NoCalls /> : <CallsPanel />;
}

function NoCalls() {
  return (
    <section className="panel calls" aria-label="Calls">
      <div className="panel-head">
        <h2 className="panel-title">Calls</h2>
      </div>
      <p className="empty">Each step opens into the kernel calls and hardware events it causes.</p>
    </section>
  );
}

/** The forks, once there is one. */
function Forks() {
  const isForked = useSession((s) => s.tree.branches.length > 1);
  return isForked && <Branches />;
}

function OpenSheet() {
  const isOpen = useSession((s) => s.sheet !== null);
  return isOpen && <Sheets />;
}

/** Counts parts that are still on their way as motion of the page. */
function useParts(): void {
  const session = useSessionObject();
  useEffect(() => session.watchIdle(arePartsHere), [session]);
}

/** Light, dark, high contrast, or as the system has it. */
function useTheme(): void {
  const theme = useSession((s) => s.theme);
  const wantsContrast = useSyncExternalStore(watchContrast, readContrast);
  useEffect(() => {
    const shown = theme === 'auto' && wantsContrast ? 'contrast' : theme;
    if (shown === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = shown;
  }, [theme, wantsContrast]);
}

const contrastQuery = '(prefers-contrast: more)';

function readContrast(): boolean {
  return window.matchMedia(contrastQuery).matches;
}

function watchContrast(onChange: () => void): () => void {
  const query = window.matchMedia(contrastQuery);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

function useTitle(): void {
  const title = useSession((s) => s.scenario.title);
  useEffect(() => {
    document.title = title === '' ? 'bufscope' : `${title} · bufscope`;
  }, [title]);
}
