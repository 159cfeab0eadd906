/** The small controls of the sheets that save and embed. */
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

interface NumbersProps {
  readonly name: string;
  readonly value: number;
  readonly choices: readonly (readonly [value: number, words: string])[];
  readonly onChange: (value: number) => void;
}

/** One of some numbers, as a list that opens. */
export function Numbers({ name, value, choices, onChange }: NumbersProps) {
  return (
    <Field name={name}>
      <select value={value} onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}>
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Sizes in CSS pixels, to be chosen from. */
export function pixelChoices(sizes: readonly number[]): readonly (readonly [number, string])[] {
  return sizes.map((size) => [size, `${size} px`]);
}
