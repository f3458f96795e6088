import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

interface ChipsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  /** Null while nothing is chosen: no option is ever chosen beforehand. */
  readonly value: T | null;
  readonly onChange: (value: T) => void;
}

/** One of several short answers, all in sight. */
export function Chips<T extends string>({ label, options, value, onChange }: ChipsProps<T>) {
  return (
    <div className="rev-chip-field">
      <p className="ui-field__label" aria-hidden="true">
        {label}
      </p>
      <ToggleButtonGroup
        aria-label={label}
        className="rev-chips"
        selectionMode="single"
        disallowEmptySelection={value !== null}
        selectedKeys={value === null ? [] : [value]}
        onSelectionChange={([chosen]) => {
          const found = options.find((each) => each.value === chosen);
          if (found !== undefined) onChange(found.value);
        }}
      >
        {options.map((each) => (
          <ToggleButton
            key={each.value}
            id={each.value}
            className={({ isSelected }) => (isSelected ? 'rev-chip rev-chip--on' : 'rev-chip')}
          >
            {each.label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
