/** The script and its forks as chips: open, rename, delete. */
import './branches.css';
import { useState } from 'react';
import { scriptBranch, type Branch } from '../history/tree.ts';
import { printCursor } from '../history/cursor.ts';
import { icons } from './icons.tsx';
import { useRun, useSession } from './useSession.ts';

export function Branches() {
  const branches = useSession((s) => s.tree.branches);
  const current = useSession((s) => s.tree.current);
  return (
    <section className="branches" aria-label="Forks">
      <span className="panel-title">Forks</span>
      {branches.map((branch) => (
        <Chip key={branch.id} branch={branch} isOpen={branch.id === current} />
      ))}
    </section>
  );
}

function Chip({ branch, isOpen }: { readonly branch: Branch; readonly isOpen: boolean }) {
  const run = useRun();
  const [isRenaming, setRenaming] = useState(false);
  const isScript = branch.id === scriptBranch;
  if (isRenaming) return <NameField branch={branch} onDone={() => setRenaming(false)} />;
  return (
    <span className={isOpen ? 'branch open' : 'branch'}>
      <button
        type="button"
        aria-pressed={isOpen}
        title={
          isScript ? 'The script as it is written' : `Leaves at step ${printCursor(branch.at)}`
        }
        onClick={() => run('fork.open', { fork: branch.id })}
      >
        {branch.name}
      </button>
      {!isScript && isOpen && (
        <>
          <button
            type="button"
            className="tool"
            aria-label={`Rename ${branch.name}`}
            title="Rename"
            onClick={() => setRenaming(true)}
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
      )}
    </span>
  );
}

function NameField({ branch, onDone }: { readonly branch: Branch; readonly onDone: () => void }) {
  const run = useRun();
  return (
    <form
      className="branch open"
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
