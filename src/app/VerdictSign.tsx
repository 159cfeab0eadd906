/** What came of a step: a sign and a word, never a colour alone. Luck is an empty flag, harm a full one. */
import type { StepVerdict } from '../history/stepVerdict.ts';

/** A step is refused where it was right that it is, and broke no rule. */
export type Sign = StepVerdict | 'refused';

export function signOf(verdict: StepVerdict, refused: string | null): Sign {
  return verdict === 'right' && refused !== null ? 'refused' : verdict;
}

const flag = 'M3.5 14.5v-13M3.5 2h9l-2.5 3.25L12.5 8.5h-9z';

export function VerdictSign({ sign }: { readonly sign: Sign }) {
  return (
    <svg className="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {sign === 'right' && <path d="m3.5 8.5 3 3 6-7" />}
      {sign === 'luck' && <path d={flag} />}
      {sign === 'wrong' && <path d={flag} fill="currentColor" />}
      {sign === 'refused' && (
        <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.2 11.8l7.6-7.6" />
      )}
    </svg>
  );
}
