/** Lets a part of the page take the file of a script that is dropped on it. */
import { useState, type DragEvent } from 'react';
import { openFile } from '../../session/scriptCommands.ts';
import { useSessionObject } from '../useSession.ts';

const hasFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

/** Whether a file hangs over it, and the listeners of the part. */
export function useFileDrop() {
  const session = useSessionObject();
  const [isOver, setOver] = useState(false);
  const listeners = {
    onDragOver(event: DragEvent): void {
      if (!hasFile(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    // Before the editor takes it, which would put its text at the cursor.
    onDropCapture(event: DragEvent): void {
      const [file] = event.dataTransfer.files;
      setOver(false);
      if (!file) return;
      event.preventDefault();
      event.stopPropagation();
      void openFile(session, file);
    },
  };
  return { isOver, listeners };
}
