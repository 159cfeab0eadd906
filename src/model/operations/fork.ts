/** fork(2): the child's mappings and descriptors [kernel/fork.c, fs/file.c]. */
import { emit, type Draft } from '../draft.ts';
import { getReference } from '../kernel/dmaBuf.ts';
import { fdsOf, setProcess } from '../kernel/files/openFile.ts';
import { copyMappings } from '../kernel/mm/fork.ts';
import type { OperationResult } from '../result.ts';
import { enterProcess, scriptError } from './lookup.ts';
import { syscall } from './syscall.ts';

/** The process gets a child of this name, which runs where its parent does until it does something elsewhere. */
export function fork(draft: Draft, parent: string, cpu: number, child: string): OperationResult {
  const known = draft.state.processes.find(({ name }) => name === child);
  if (child === parent || (known && isAlive(draft, child)))
    return scriptError(`${child} is a process already`);
  return syscall(draft, `fork(${child})`, () => {
    emit(draft, 'fork', { label: `${parent} forks ${child}`, facts: { parent, child } });
    enterProcess(draft, child, cpu);
    const ranges = draft.state.processes.find(({ name }) => name === parent)?.ranges ?? [];
    setProcess(draft, child, { ranges });
    copyMappings(draft, cpu, parent, child);
    const fds = fdsOf(draft, parent);
    setProcess(draft, child, { fds });
    for (const { buffer } of fds) if (buffer >= 0) getReference(draft, buffer, null);
    return { kind: 'ok', value: null, faults: 0 };
  });
}

function isAlive(draft: Draft, process: string): boolean {
  return (
    fdsOf(draft, process).length > 0 || draft.state.vmas.some((vma) => vma.process === process)
  );
}
