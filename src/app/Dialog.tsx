/**
 * A modal sheet on the native dialog element, which keeps the focus inside, closes on Escape and gives
 * the focus back. A click beside it closes it too.
 */
import './dialog.css';
import { useEffect, useRef, type ReactNode } from 'react';
import { icons } from './icons.tsx';

interface DialogProps {
  /** Its heading, and its name for those who hear it. */
  readonly title: string;
  /** Where it stands: in the middle, under the header at the left, or over nearly all of the page. */
  readonly place: 'middle' | 'start' | 'wide';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function hasNoMouse(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

export function Dialog({ title, place, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return undefined;
    const opener = document.activeElement;
    dialog.showModal();
    const first = dialog.querySelector<HTMLElement>('[data-first]');
    // On a touch screen a field with the focus brings up keys that cover what can be chosen.
    const bringsKeys = first instanceof HTMLInputElement && hasNoMouse();
    if (bringsKeys) dialog.focus();
    else first?.focus();
    return () => {
      dialog.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog ${place}`}
      aria-label={title}
      onClose={onClose}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2>{title}</h2>
          <button
            type="button"
            className="button square small"
            aria-label="Close"
            onClick={onClose}
          >
            {icons.close}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
