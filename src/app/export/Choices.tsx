/** The small controls of the export sheet. */
import { useId, type ReactNode } from 'react';

interface ChoicesProps<T extends string> {
  readonly name: string;
  readonly value: T;
  readonly choices: readonly (readonly [value: T, words: string])[];
  readonly onChange: (value: T) => void;
}

/** One of a few, as a row of radio buttons. */
export function Choices<T extends string>({ name, value, choices, onChange }: ChoicesProps<T>) {
  const group = useId();
  return (
    <fieldset className="export-field">
      <legend>{name}</legend>
      <div className="segmented export-choices">
        {choices.map(([choice, words]) => (
          <label key={choice}>
            <input
              type="radio"
              name={group}
              value={choice}
              checked={choice === value}
              onChange={() => onChange(choice)}
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface FieldProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** A control with its name above. */
export function Field({ name, children }: FieldProps) {
  return (
    <label className="export-field">
      <span>{name}</span>
      {children}
    </label>
  );
}
