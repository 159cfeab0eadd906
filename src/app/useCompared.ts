/** What other runs start from; the same object while none of it changes. */
import { useMemo } from 'react';
import type { Compared } from '../session/comparison.ts';
import { useSession } from './useSession.ts';

export function useCompared(): Compared {
  const scenario = useSession((s) => s.scenario);
  const platform = useSession((s) => s.platform);
  const dmaDebug = useSession((s) => s.dmaDebug);
  const tree = useSession((s) => s.tree);
  const history = useSession((s) => s.history);
  return useMemo(
    () => ({ scenario, platform, dmaDebug, tree, history }),
    [scenario, platform, dmaDebug, tree, history],
  );
}
