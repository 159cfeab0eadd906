/** A command as a square button with an icon. */
import type { ReactNode } from 'react';
import { commandTitle, useRun } from './useSession.ts';

interface CommandButtonProps {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly className?: string;
  /** It would be refused now. */
  readonly off?: boolean;
}

export function CommandButton({
  id,
  label,
  icon,
  className = '',
  off = false,
}: CommandButtonProps) {
  const run = useRun();
  return (
    <button
      type="button"
      className={`button square ${className}`}
      aria-label={label}
      title={commandTitle(id)}
      aria-disabled={off}
      onClick={() => run(id)}
    >
      {icon}
    </button>
  );
}
