/** The script and its forks as a tree: open, rename, delete. */
import './branches.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { findBranch, scriptBranch, type Branch } from '../history/tree.ts';
import { forkScene, type ForkScene } from '../scene/forkTree.ts';
import { forkBranches } from '../session/forkRuns.ts';
import { runCommand } from '../session/commands.ts';
import type { Session } from '../session/session.ts';
import { createForksView } from '../view/forks/forksView.ts';
import { icons } from './icons.tsx';
import { useRun, useSession, useSessionObject } from './useSession.ts';
import { ViewHost, type HostedView } from './ViewHost.tsx';

const rowHeight = 24;
const touchHeight = 40;
/** Room for a scroll bar beside the tree. */
const scrollbar = 12;

export function Branches() {
  const tree = useSession((s) => s.tree);
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const session = useSessionObject();
  // A phone has no height to spare: there the tree comes when it is asked for.
  const [isOpen, setOpen] = useState(() => window.matchMedia('(min-width: 700px)').matches);
  const [renaming, setRenaming] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const branches = useMemo(() => forkBranches({ tree, history }), [tree, history]);
  const { current } = tree;
  const done = cursor.micro === null ? cursor.operation : cursor.operation - 0.5;
  const scene = useMemo(
    () =>
      forkScene(branches, {
        ...{ current, done, width },
        rowHeight: window.matchMedia('(pointer: coarse)').matches ? touchHeight : rowHeight,
      }),
    [branches, current, done, width],
  );
  const create = useMemo(
    () => (element: HTMLElement) => hostForks(element, session, setRenaming),
    [session],
  );
  const shown = findBranch(tree, current);
  const renamed = renaming === null ? undefined : findBranch(tree, renaming);
  return (
    <section className="branches" aria-label="Forks">
      <div className="branches-head">
        <h2 className="panel-title">
          <button
            type="button"
            className="branches-fold"
            aria-expanded={isOpen}
            aria-controls="forks-tree"
            onClick={() => setOpen(!isOpen)}
          >
            Forks {icons.chevron}
          </button>
        </h2>
        {renamed ? (
          <NameField branch={renamed} onDone={() => setRenaming(null)} />
        ) : (
          shown && <Tools branch={shown} onRename={() => setRenaming(shown.id)} />
        )}
      </div>
      <div ref={place} id="forks-tree" className="branches-tree" hidden={!isOpen}>
        {isOpen && width > 0 && <ViewHost create={create} scene={scene} className="scroll" />}
      </div>
    </section>
  );
}

/** What can be done to the fork that is shown. */
function Tools({ branch, onRename }: { readonly branch: Branch; readonly onRename: () => void }) {
  const run = useRun();
  if (branch.id === scriptBranch) return null;
  return (
    <>
      <span className="branches-current">{branch.name}</span>
      <button
        type="button"
        className="tool"
        aria-label={`Rename ${branch.name}`}
        title="Rename (F2)"
        onClick={onRename}
      >
        {icons.edit}
      </button>
      <button
        type="button"
        className="tool"
        aria-label={`Delete ${branch.name}`}
        title="Delete"
        onClick={() => run('fork.delete', { fork: branch.id })}
      >
        {icons.close}
      </button>
    </>
  );
}

function hostForks(
  element: HTMLElement,
  session: Session,
  onRename: (id: string | null) => void,
): HostedView<ForkScene> {
  const view = createForksView(element, {
    onOpen: (fork) => void runCommand(session, 'fork.open', { fork }),
    onDelete: (fork) => void runCommand(session, 'fork.delete', { fork }),
    onRename: (fork) => onRename(fork === scriptBranch ? null : fork),
  });
  return { ...view, isIdle: () => true };
}

/** The width of an element, as it changes; 0 before it is known. */
function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const measure = () => setWidth(Math.max(0, element.clientWidth - scrollbar));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [place]);
  return width;
}

function NameField({ branch, onDone }: { readonly branch: Branch; readonly onDone: () => void }) {
  const run = useRun();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const name = new FormData(event.currentTarget).get('name');
        if (typeof name === 'string') run('fork.rename', { fork: branch.id, name });
        onDone();
      }}
    >
      <input
        name="name"
        aria-label="Name of the fork"
        defaultValue={branch.name}
        maxLength={60}
        autoComplete="off"
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => event.currentTarget.form?.requestSubmit()}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
    </form>
  );
}
