/** The kernel's objects at this point: dma_buf, files, attachments, lists, mappings, VMAs; and what it cost. */
import './objects.css';
import type { ReactNode } from 'react';
import { attachmentId, ownershipId, pteId } from '../model/machines/instanceIds.ts';
import type { MachineId } from '../model/microEvent.ts';
import type { State } from '../model/state.ts';
import { sameSelection, type Selection } from '../scene/selection.ts';
import { currentState } from '../session/derive.ts';
import { useSession, useSessionObject } from './useSession.ts';

export function ObjectsPanel() {
  const state = useSession(currentState);
  return (
    <div className="objects scroll" tabIndex={0} role="group" aria-label="Objects">
      {state.buffers.map((_, i) => (
        <BufferObjects key={i} state={state} buffer={i} />
      ))}
      <Processes state={state} />
      <Costs state={state} />
    </div>
  );
}

interface RowProps {
  readonly what: string;
  /** What a click selects, where the object has a machine. */
  readonly selection?: Selection;
  readonly children: ReactNode;
}

function Row({ what, selection, children }: RowProps) {
  const session = useSessionObject();
  const current = useSession((s) => s.selection);
  const content = (
    <>
      <span className="what">{what}</span>
      <span className="facts">{children}</span>
    </>
  );
  if (!selection) return <div className="object-row">{content}</div>;
  const isSelected = sameSelection(current, selection);
  return (
    <button
      type="button"
      className="object-row"
      aria-pressed={isSelected}
      onClick={() => session.store.setState({ selection: isSelected ? null : selection })}
    >
      {content}
    </button>
  );
}

function machineOf(machine: MachineId, instance: string): Selection {
  return { kind: 'machine', machine, instance };
}

function BufferObjects({ state, buffer }: { readonly state: State; readonly buffer: number }) {
  const setup = state.setup.buffers[buffer];
  const { dmaBuf = null, released = 0 } = state.buffers[buffer] ?? {};
  const deviceName = (index: number) => state.setup.devices[index]?.name ?? `device ${index}`;
  return (
    <section>
      <h3>
        {setup?.name}{' '}
        <span className="panel-note">
          {setup?.exporter}, mmap {setup?.mmap}
        </span>
      </h3>
      <Row what="dma_buf">
        {dmaBuf
          ? `${dmaBuf.references} ${dmaBuf.references === 1 ? 'reference' : 'references'}`
          : released > 0
            ? 'released'
            : 'not exported'}
      </Row>
      {state.attachments
        .filter((attachment) => attachment.buffer === buffer)
        .map((attachment) => (
          <Row
            key={attachment.id}
            what="attachment"
            selection={machineOf('attachment', attachmentId(attachment.id))}
          >
            {deviceName(attachment.device)}: {attachment.state}
            {attachment.sgTable.length > 0 && `, sg_table of ${attachment.sgTable.length}`}
          </Row>
        ))}
      {state.mappings
        .filter((mapping) => mapping.buffer === buffer && mapping.live)
        .map((mapping) => (
          <Row
            key={mapping.id}
            what={mapping.name ?? 'mapping'}
            selection={machineOf(
              'ownership',
              ownershipId(mapping.id, pageOf(state, mapping.start)),
            )}
          >
            {deviceName(mapping.device)},{' '}
            {mapping.kind === 'coherent' ? 'coherent' : mapping.direction}
            {mapping.segments.map(({ dmaAddress, length, slot }, i) => (
              <span key={i}>
                , <code>0x{dmaAddress.toString(16)}</code> +{length}
                {slot !== null && ` in slot ${slot}`}
              </span>
            ))}
          </Row>
        ))}
      {state.vmas
        .filter((vma) => vma.buffer === buffer)
        .map((vma) => (
          <Row key={vma.id} what={`vma ${vma.name}`} selection={machineOf('pte', pteId(vma.id, 0))}>
            {vma.process}, <code>0x{vma.address.toString(16)}</code>, {vma.type},{' '}
            {vma.writable ? 'read-write' : 'read-only'};{' '}
            {vma.ptes.filter((pte) => pte.state.startsWith('present')).length} of {vma.ptes.length}{' '}
            pages present
          </Row>
        ))}
    </section>
  );
}

function pageOf({ setup }: State, byte: number): number {
  return Math.floor(byte / setup.platform.pageSize);
}

function Processes({ state }: { readonly state: State }) {
  const open = state.processes.filter(({ fds }) => fds.length > 0);
  if (open.length === 0) return null;
  return (
    <section>
      <h3>Files</h3>
      {open.flatMap((process) =>
        process.fds.map((fd) => (
          <Row key={`${process.name}${fd.number}`} what={`${process.name} ${fd.number}`}>
            {fd.name}: {state.setup.buffers[fd.buffer]?.name}
            {fd.readOnly && ', read-only'}
          </Row>
        )),
      )}
    </section>
  );
}

function Costs({ state }: { readonly state: State }) {
  const { costs } = state;
  const rows: readonly (readonly [string, number])[] = [
    ['system calls', costs.syscalls],
    ['page faults', costs.faults],
    ['interrupts between CPUs', costs.ipis],
    ['lines maintained', costs.maintainedLines],
    ['lines cleaned', costs.cleanedLines],
    ['lines invalidated', costs.invalidatedLines],
    ['bytes bounced', costs.bouncedBytes],
  ];
  return (
    <section>
      <h3>What it has cost</h3>
      <dl className="costs">
        {rows.map(([what, count]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{count.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
