/** A place that takes the file of a script when one is dropped on it. */
import { useState, type DragEvent, type ReactNode } from 'react';
import { openFile } from '../../session/scriptCommands.ts';
import { useSessionObject } from '../useSession.ts';

/** Opens what is dropped on its children in the editor; shows while it would. */
export function FileDrop({ children }: { readonly children: ReactNode }) {
  const session = useSessionObject();
  const [isOver, setOver] = useState(false);
  const hasFile = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  return (
    <div
      className={isOver ? 'editor-drop over' : 'editor-drop'}
      onDragOver={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDropCapture={(event) => {
        const [file] = event.dataTransfer.files;
        setOver(false);
        if (!file) return;
        event.preventDefault();
        event.stopPropagation();
        void openFile(session, file);
      }}
    >
      {children}
    </div>
  );
}
